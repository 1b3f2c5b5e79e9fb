export interface paths {
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Colleagues of the own unit and those below it */
        get: operations["console_list_accounts"];
        put?: never;
        /** Enter a colleague */
        post: operations["console_add_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/appoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a colleague the unit's administrator */
        post: operations["console_appoint_administrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable a colleague's account */
        post: operations["console_disable_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a disabled or dormant colleague again */
        post: operations["console_enable_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the administrator's duty back */
        post: operations["console_withdraw_administrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/adoption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has signed in, been approved, filed and answered, against who should have */
        get: operations["console_adoption"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/adoption.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The adoption report as a table */
        get: operations["console_adoption_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Colleagues who ask to be added */
        get: operations["console_list_applications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{application_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the colleague */
        post: operations["console_approve_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{application_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse the application */
        post: operations["console_refuse_application"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, when and from where */
        get: operations["console_search_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log of acts as a table */
        get: operations["console_audit_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be searched for in the log */
        get: operations["console_list_acts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Working days of a year */
        get: operations["console_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a day */
        put: operations["console_put_calendar_day"];
        post?: never;
        /** Take a change back */
        delete: operations["console_remove_calendar_day"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/concurrent-posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People on more projects than allowed */
        get: operations["console_list_concurrent_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dangerous-works": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dangerous works of the own subtree */
        get: operations["console_dangerous_works"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dangerous-works/{work_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dangerous work */
        get: operations["console_dangerous_work"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Devices of the area */
        get: operations["console_list_area_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafted orders in my area */
        get: operations["console_list_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{draft_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One drafted order */
        get: operations["console_read_draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{draft_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dismiss a drafted order */
        post: operations["console_dismiss_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{draft_id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue a drafted order */
        post: operations["console_issue_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/facts/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects with facts to verify */
        get: operations["console_facts_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected groups */
        get: operations["console_list_groups"];
        put?: never;
        /** Connect a group's robot */
        post: operations["console_connect_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say nothing more in a group */
        post: operations["console_disable_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Speak in a group again */
        post: operations["console_enable_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say one line in a group */
        post: operations["console_test_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Handovers of my unit's projects */
        get: operations["console_list_handovers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handovers/{handover_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One handover */
        get: operations["console_read_handover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handovers/{handover_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an offer back */
        post: operations["console_withdraw_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/held/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is held after many attempts */
        get: operations["console_list_held"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/held/{kind}/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try what is held again */
        post: operations["console_repeat_held"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Background jobs */
        get: operations["console_list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{name}/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a failed job again */
        post: operations["console_repeat_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changes while a page is open */
        get: operations["console_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers on the map */
        get: operations["console_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/outline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cities' boundaries */
        get: operations["console_map_outline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every project as a point */
        get: operations["console_map_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The projects behind a number */
        get: operations["console_map_projects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/projects/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project behind a point */
        get: operations["console_map_project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stages to narrow the map by */
        get: operations["console_map_stages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers over the last months */
        get: operations["console_map_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own account */
        get: operations["console_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/obligations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is due in my area */
        get: operations["console_list_obligations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/obligations/{obligation_id}/urge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Urge what is overdue */
        post: operations["console_urge_obligation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders in my area */
        get: operations["console_list_orders"];
        put?: never;
        /** Issue an order */
        post: operations["console_issue_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order */
        get: operations["console_read_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close an order */
        post: operations["console_close_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/extension/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant more time */
        post: operations["console_grant_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/extension/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse more time */
        post: operations["console_refuse_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return an order */
        post: operations["console_return_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/urge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Urge an order */
        post: operations["console_urge_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw an order */
        post: operations["console_withdraw_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/due-days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When an order may be due */
        get: operations["console_order_due_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Enterprises of my area */
        get: operations["console_list_organisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that did not get through */
        get: operations["console_list_stuck_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/{delivery_id}/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a dead message again */
        post: operations["console_repeat_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where messages are stuck */
        get: operations["console_list_stuck_destinations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send all dead messages of a filter again */
        post: operations["console_repeat_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Testing agencies and device vendors */
        get: operations["console_list_partners"];
        put?: never;
        /** Register a testing agency or a device vendor */
        post: operations["console_register_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partner_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable a partner */
        post: operations["console_disable_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partner_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a partner again */
        post: operations["console_enable_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partner_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A partner's keys */
        get: operations["console_list_keys"];
        put?: never;
        /** Issue a key */
        post: operations["console_issue_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partner_id}/keys/{key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a key */
        post: operations["console_revoke_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partner_id}/keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a key */
        post: operations["console_rotate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pauses/{pause_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a pause before its time */
        post: operations["console_end_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Enterprise people of my area */
        get: operations["console_list_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posts of my area */
        get: operations["console_list_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve an application */
        post: operations["console_approve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a post */
        post: operations["console_end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a handover would hold */
        get: operations["console_prepare_handover"];
        put?: never;
        /** Offer the post of somebody who is gone */
        post: operations["console_offer_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse an application */
        post: operations["console_refuse_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/to-decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Applications that wait for the supervising unit */
        get: operations["console_posts_to_decide"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports that wait for confirmation */
        get: operations["console_progress_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One report */
        get: operations["console_progress_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/{report_id}/before": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report before this one */
        get: operations["console_progress_before"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/{report_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a report */
        post: operations["console_confirm_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/{report_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a report back to the site */
        post: operations["console_return_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project-by-external-id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find projects by another system's number */
        get: operations["console_project_by_external_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects of the own subtree */
        get: operations["console_list_projects"];
        put?: never;
        /** Register a project */
        post: operations["console_register_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: operations["console_project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/dangerous-works": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's dangerous works */
        get: operations["console_project_dangerous_works"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Devices of a project */
        get: operations["console_list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/devices/{device_id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a device measured of one quantity */
        get: operations["console_device_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/external-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter another system's number */
        post: operations["console_add_external_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/external-ids/{external_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a number away */
        post: operations["console_remove_external_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facts of a project */
        get: operations["console_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/facts/{fact}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return a fact to the site */
        post: operations["console_return_fact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/facts/{fact}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify a fact */
        post: operations["console_verify_fact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/fence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the fence's radius */
        put: operations["console_set_fence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/months/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's month on one page */
        get: operations["console_month_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enter a party, or the successor of one */
        post: operations["console_add_party"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/parties/{party_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A party leaves */
        post: operations["console_end_party"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a project, or one kind of what is due from it */
        post: operations["console_pause_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports of a project */
        get: operations["console_project_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Monthly reviews of a project */
        get: operations["console_reviews"];
        put?: never;
        /** Review a month */
        post: operations["console_review_month"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/reviews/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sheet of a month */
        get: operations["console_review_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/supervision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another unit supervises the project */
        post: operations["console_assign_supervision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's time line */
        get: operations["console_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a code */
        post: operations["console_qr_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-sign-in/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Wait for the scan and the answer */
        get: operations["console_qr_wait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much waits for me */
        get: operations["console_count_queues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reference data */
        get: operations["console_read_reference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search projects */
        get: operations["console_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out */
        delete: operations["console_sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in */
        get: operations["console_list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out there */
        delete: operations["console_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/end-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out everywhere */
        post: operations["console_end_all_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out everywhere else */
        post: operations["console_end_other_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with WeCom */
        post: operations["console_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to be added as a colleague */
        post: operations["console_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/wecom-page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** WeCom's web sign-in */
        get: operations["console_wecom_page_address"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-ins of the unit's people */
        get: operations["console_list_sign_ins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ins/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a colleague out there */
        delete: operations["console_end_sign_in"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own unit and those below it */
        get: operations["console_list_units"];
        put?: never;
        /** Create a district department or a station */
        post: operations["console_create_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/units/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Departments that one may apply to */
        get: operations["console_list_public_units"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unknown-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Senders that nobody registered */
        get: operations["console_list_unknown_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vacant-posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Required posts that nobody holds */
        get: operations["console_list_vacant_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Warnings in my area */
        get: operations["console_list_warnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One warning */
        get: operations["console_read_warning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a warning */
        post: operations["console_close_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may follow a warning up */
        get: operations["console_list_followers"];
        put?: never;
        /** Say who follows a warning up */
        post: operations["console_assign_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/order-proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an order from a warning would say */
        get: operations["console_propose_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the device measured */
        get: operations["console_read_warning_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/told": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was told of a warning */
        get: operations["console_warning_told"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/urge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Urge a warning */
        post: operations["console_urge_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many warnings each choice of a filter shows */
        get: operations["console_count_warnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My saved filters of the warnings room */
        get: operations["console_list_saved_filters"];
        /** Save or rename filters */
        put: operations["console_save_filter"];
        post?: never;
        /** Delete saved filters */
        delete: operations["console_drop_filter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccountDisabling */
        AccountDisabling: {
            reason: string;
        };
        /** AccountId */
        AccountId: {
            /** Format: uuid */
            id: string;
        };
        /**
         * AccountKind
         * @enum {string}
         */
        AccountKind: "enterprise" | "regulator";
        /** AddedParty */
        AddedParty: {
            /** Format: date */
            from_on: string;
            name: string;
            reason: string;
            replaces?: string | null;
            role: string;
            uscc: string;
        };
        /** AdministratorDuty */
        AdministratorDuty: {
            is_unit_administrator: boolean;
        };
        /** Adoption */
        Adoption: {
            /** Format: date-time */
            as_of: string;
            by: components["schemas"]["By"];
            period: string;
            rows: components["schemas"]["AdoptionRow"][];
            total: components["schemas"]["adoption_Counts"];
        };
        /** Counts */
        adoption_Counts: {
            /** @default 0 */
            existing: number;
            /** @default 0 */
            existing_confirmed: number;
            /** @default 0 */
            orders_due: number;
            /** @default 0 */
            orders_replied: number;
            /** @default 0 */
            orders_replied_in_time: number;
            /** @default 0 */
            posts_held: number;
            /** @default 0 */
            posts_required: number;
            /** @default 0 */
            posts_signed_in: number;
            /** @default 0 */
            projects: number;
            /** @default 0 */
            regulators: number;
            /** @default 0 */
            regulators_signed_in: number;
            /** @default 0 */
            reports_due: number;
            /** @default 0 */
            reports_in_time: number;
            /** @default 0 */
            reports_late: number;
            /** @default 0 */
            reports_silent: number;
            /** @default 0 */
            reviews_done: number;
            /** @default 0 */
            reviews_due: number;
            /** @default 0 */
            under_construction: number;
            /** @default 0 */
            warnings_answered: number;
            /** @default 0 */
            warnings_answered_in_time: number;
            /** @default 0 */
            warnings_raised: number;
            /** @default 0 */
            with_device: number;
            /** @default 0 */
            with_map_point: number;
            /** @default 0 */
            with_permit: number;
        };
        /** AdoptionRow */
        AdoptionRow: {
            city_code: string;
            counts: components["schemas"]["adoption_Counts"];
            name: components["schemas"]["Text"];
            unit_id?: string | null;
        };
        /** ApplicationRefusal */
        ApplicationRefusal: {
            reason: string;
        };
        /**
         * ApplicationState
         * @enum {string}
         */
        ApplicationState: "applied" | "approved" | "refused";
        /** Approval */
        Approval: {
            unit_id?: string | null;
        };
        /** ApprovedApplication */
        ApprovedApplication: {
            /** Format: uuid */
            account_id: string;
        };
        /** AreaOrganisation */
        AreaOrganisation: {
            /** Format: uuid */
            id: string;
            name: string;
            people: number;
            projects: number;
            roles: string[];
            uscc: string;
        };
        /** AreaOrganisationPage */
        AreaOrganisationPage: {
            items: components["schemas"]["AreaOrganisation"][];
            next: string | null;
            total: number;
        };
        /** AreaPerson */
        AreaPerson: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_seen_at: string;
            name: string;
            phone: string | null;
            posts: components["schemas"]["PersonPost"][];
            state: components["schemas"]["identity_rules_AccountState"];
        };
        /** AreaPersonPage */
        AreaPersonPage: {
            items: components["schemas"]["AreaPerson"][];
            next: string | null;
            total: number;
        };
        /** AreaPost */
        AreaPost: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PostKind"];
            may_end: boolean;
            may_hand_over: boolean;
            organisation_name: string;
            person_name: string;
            person_state: components["schemas"]["identity_rules_AccountState"];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            reason: string | null;
            region: components["schemas"]["Text"];
            /** Format: date-time */
            since: string;
            state: components["schemas"]["backend_projects_people_people_rules_PostState"];
        };
        /** AreaPostPage */
        AreaPostPage: {
            items: components["schemas"]["AreaPost"][];
            next: string | null;
            total: number;
        };
        /** Assignment */
        Assignment: {
            /** Format: date-time */
            from_at: string;
            reason: string;
            unit_en: string;
            /** Format: uuid */
            unit_id: string;
            unit_zh: string;
            until_at: string | null;
        };
        /**
         * Audience
         * @enum {string}
         */
        Audience: "enterprise" | "regulator";
        /** AuditAct */
        AuditAct: {
            name: string;
            said: components["schemas"]["Text"];
        };
        /** AuditEntry */
        AuditEntry: {
            act: string;
            actor_id: string | null;
            actor_name: string | null;
            actor_of: components["schemas"]["Text"] | null;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            parts: components["schemas"]["AuditPart"][];
            place: components["schemas"]["AuditPlace"] | null;
            project_id: string | null;
            project_name: string | null;
            request_id: string;
            said: components["schemas"]["Text"];
            subject: components["schemas"]["Text"] | null;
            /** Format: uuid */
            subject_id: string;
        };
        /** AuditPart */
        AuditPart: {
            name: components["schemas"]["Text"];
            value: components["schemas"]["Text"];
        };
        /** AuditPlace */
        AuditPlace: {
            city: components["schemas"]["Text"];
            device: components["schemas"]["Text"];
            door: components["schemas"]["Door"];
            network: string;
        };
        /** Urging */
        backend_console_api_warnings_Urging: {
            note: string;
        };
        /** Application */
        backend_identity_applications_Application: {
            account_id: string | null;
            /** Format: date-time */
            applied_at: string;
            decided_at: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            reason: string | null;
            state: components["schemas"]["ApplicationState"];
            /** Format: uuid */
            unit_id: string;
            unit_name_en: string;
            unit_name_zh: string;
            wecom_userid: string;
        };
        /**
         * Fact
         * @enum {string}
         */
        backend_projects_facts_fact_rules_Fact: "category" | "status" | "map_point" | "dangerous_works" | "devices";
        /**
         * PostState
         * @enum {string}
         */
        backend_projects_people_people_rules_PostState: "applied" | "active" | "refused" | "withdrawn" | "ended";
        /** Fact */
        backend_supervision_rules_Fact: {
            name: components["schemas"]["Text"];
            value: string;
        };
        /** BackgroundPage */
        BackgroundPage: {
            callbacks: components["schemas"]["Backlog"];
            events: components["schemas"]["Backlog"];
            jobs: components["schemas"]["NamedJob"][];
            timers: components["schemas"]["Backlog"];
        };
        /** Backlog */
        Backlog: {
            count: number;
            error: string | null;
            oldest_at: string | null;
        };
        /** Band */
        Band: {
            clause: components["schemas"]["Text"];
            /** Format: date-time */
            from_at: string;
            level: components["schemas"]["supervision_rules_Level"];
            limit: number;
            standard: string;
            /** Format: date-time */
            until_at: string;
        };
        /** Because */
        base_works_Because: {
            reason: string;
        };
        /** NewWork */
        base_works_NewWork: {
            area_m2?: number | null;
            /** @default 0 */
            floors_above: number;
            /** @default 0 */
            floors_below: number;
            height_m?: number | null;
            length_m?: number | null;
            name: string;
            permit_id?: string | null;
            structure: string;
        };
        /** Work */
        base_works_Work: {
            area_m2: number | null;
            floors_above: number;
            floors_below: number;
            height_m: number | null;
            /** Format: uuid */
            id: string;
            length_m: number | null;
            name: string;
            permit_id: string | null;
            structure: string;
        };
        /** BaseFact */
        BaseFact: {
            /** Format: date-time */
            at: string;
            by: string;
            by_kind: string;
            code: string;
            name_en: string;
            name_zh: string;
            value_en: string;
            value_zh: string;
        };
        /** Return */
        both_doors_orders_Return: {
            /** Format: date-time */
            due_at: string;
            reason: string;
        };
        /**
         * By
         * @enum {string}
         */
        By: "city" | "unit";
        /** Change */
        Change: {
            is_workday: boolean;
            note_en: string;
            note_zh: string;
        };
        /** ChangeLine */
        ChangeLine: {
            after_en: string;
            after_zh: string;
            /** Format: date-time */
            at: string;
            before_en: string;
            before_zh: string;
            by: string;
            fact: string;
            fact_en: string;
            fact_zh: string;
            reason: string;
        };
        /** Changes */
        Changes: {
            come: components["schemas"]["Matter"][];
            gone: string[];
        };
        /**
         * ChannelName
         * @enum {string}
         */
        ChannelName: "robot" | "app_card" | "app_text" | "card_update" | "inbox";
        /** Chart */
        Chart: {
            gap_seconds: number;
            limit: number | null;
            metric: components["schemas"]["Text"];
            points: [
                number,
                number
            ][];
            /** Format: date-time */
            raised_at: string;
            unit: string;
        };
        /** ChatGroup */
        ChatGroup: {
            audience: components["schemas"]["Audience"];
            /** Format: date-time */
            connected_at: string;
            disabled_reason: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            project_id: string | null;
            serves: components["schemas"]["Text"];
            state: string;
            unit_id: string | null;
        };
        /** Checked */
        Checked: {
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            state: components["schemas"]["FactState"];
        };
        /** CheckRow */
        CheckRow: {
            checked_at: string | null;
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            reason: string | null;
            state: components["schemas"]["FactState"];
        };
        /** CityOutline */
        CityOutline: {
            code: string;
            rings: number[][];
        };
        /** Close */
        Close: {
            note: string;
        };
        /** Closed */
        Closed: {
            /** Format: date-time */
            at: string;
            by_name: string | null;
            reason: components["schemas"]["Text"];
        };
        /** Closing */
        Closing: {
            reason: string;
        };
        /** Concurrent */
        Concurrent: {
            /** Format: uuid */
            account_id: string;
            kind: components["schemas"]["PostKind"];
            most: number;
            person_name: string;
            projects: components["schemas"]["HeldProject"][];
        };
        /** AccountState */
        console_api_accounts_AccountState: {
            state: string;
        };
        /** Work */
        dangerous_dangerous_views_Work: {
            /** Format: date-time */
            changed_at: string;
            grade: components["schemas"]["Grade"];
            /** Format: uuid */
            id: string;
            judgements: components["schemas"]["Judgement"][];
            kind: string;
            kind_en: string;
            kind_zh: string;
            /** Format: date-time */
            listed_at: string;
            listed_by: string;
            location: string;
            measures: components["schemas"]["Measure"][];
            name: string;
            planned_from: string | null;
            planned_until: string | null;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            reason_en: string;
            reason_zh: string;
            removed_reason: string | null;
            single_work_id: string | null;
            single_work_name: string | null;
            state: components["schemas"]["WorkState"];
        };
        /** DangerousList */
        DangerousList: {
            none_declared: components["schemas"]["NoneDeclared"] | null;
            works: components["schemas"]["dangerous_dangerous_views_Work"][];
        };
        /** Day */
        Day: {
            /** Format: date */
            day: string;
            is_workday: boolean;
            is_workday_announced: boolean;
            note_en: string;
            note_zh: string;
        };
        /** DecidedApplication */
        DecidedApplication: {
            state: components["schemas"]["ApplicationState"];
        };
        /** DecidedPost */
        DecidedPost: {
            state: string;
        };
        /** DeliveryState */
        DeliveryState: {
            state: string;
        };
        /** Destination */
        Destination: {
            account_id: string | null;
            channel: components["schemas"]["ChannelName"];
            dead: number;
            group_id: string | null;
            last_code: number | null;
            last_error: string | null;
            name: string | null;
            /** Format: date-time */
            oldest_at: string;
            waiting: number;
        };
        /** Detail */
        Detail: {
            category: string;
            checks: components["schemas"]["CheckRow"][];
            city_code: string;
            confirmed_at: string | null;
            external_ids: components["schemas"]["ExternalId"][];
            fence_radius_m: number;
            holders: components["schemas"]["HolderRow"][];
            /** Format: uuid */
            id: string;
            is_existing: boolean;
            latitude: number | null;
            longitude: number | null;
            my_posts: components["schemas"]["PostKind"][];
            name: string;
            obligations: components["schemas"]["ObligationRow"][];
            parties: components["schemas"]["Party"][];
            paused_until: string | null;
            permits: components["schemas"]["PermitRow"][];
            region_code: string;
            region_en: string;
            region_zh: string;
            sector: string;
            started_on: string | null;
            status: string;
            supervising_unit_en: string;
            /** Format: uuid */
            supervising_unit_id: string;
            supervising_unit_zh: string;
            supervision: components["schemas"]["Assignment"][];
            vacancies: components["schemas"]["Vacancy"][];
            works: components["schemas"]["base_works_Work"][];
        };
        /** DeviceItem */
        DeviceItem: {
            hearing: components["schemas"]["Hearing"];
            /** Format: uuid */
            id: string;
            kind: string;
            last_seen_at: string | null;
            mn: string;
            name: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            region: components["schemas"]["Text"];
            /** Format: date-time */
            registered_at: string;
            values: components["schemas"]["LastValue"][];
        };
        /** DevicePage */
        DevicePage: {
            items: components["schemas"]["DeviceItem"][];
            never: number;
            next: string | null;
            silent: number;
            transmitting: number;
        };
        /** DeviceState */
        DeviceState: {
            hearing: components["schemas"]["Hearing"];
            /** Format: uuid */
            id: string;
            kind: string;
            last_seen_at: string | null;
            mn: string;
            name: string;
            state: string;
            values: components["schemas"]["LastValue"][];
        };
        /** Difference */
        Difference: {
            after_en: string;
            after_zh: string;
            before_en: string;
            before_zh: string;
            label_en: string;
            label_zh: string;
        };
        /** DisabledPartner */
        DisabledPartner: {
            reason: string;
        };
        /** Disabling */
        Disabling: {
            reason: string;
        };
        /** Dismissal */
        Dismissal: {
            reason: string;
        };
        /**
         * Door
         * @enum {string}
         */
        Door: "phone" | "console";
        /** DraftDetail */
        DraftDetail: {
            basis: components["schemas"]["Text"];
            decided_at: string | null;
            decided_by_name: string | null;
            decided_reason: string | null;
            /** Format: date-time */
            due_at: string;
            findings: components["schemas"]["DraftFinding"][];
            findings_en: string[];
            item: components["schemas"]["DraftItem"];
            order_id: string | null;
            warning_short_code: string | null;
        };
        /** DraftFinding */
        DraftFinding: {
            severity: components["schemas"]["Severity"];
            text: string;
        };
        /** DraftItem */
        DraftItem: {
            /** Format: date-time */
            drafted_at: string;
            due_days: number;
            /** Format: uuid */
            id: string;
            kind: string;
            period: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            reason: components["schemas"]["Text"];
            state: components["schemas"]["DraftState"];
            title: string;
            title_en: string;
            warning_id: string | null;
        };
        /**
         * DraftState
         * @enum {string}
         */
        DraftState: "waiting" | "issued" | "dismissed" | "moot";
        /** DueChoice */
        DueChoice: {
            days: components["schemas"]["DueDays"];
            severity: components["schemas"]["Severity"];
        };
        /** DueDays */
        DueDays: {
            /** Format: date */
            earliest: string;
            /** Format: date */
            latest: string;
        };
        /** DueLine */
        DueLine: {
            /** Format: date-time */
            due_at: string;
            kind: string;
            met_at: string | null;
            name: components["schemas"]["Text"];
            outcome: components["schemas"]["overview_month_rules_Outcome"];
            outcome_name: components["schemas"]["Text"];
            period: string;
        };
        /**
         * State
         * @enum {string}
         */
        duties_obligation_rules_State: "open" | "paused" | "met" | "void";
        /** Earlier */
        Earlier: {
            report: components["schemas"]["Report"] | null;
        };
        /** EndedParty */
        EndedParty: {
            reason: string;
            /** Format: date */
            until_on: string;
        };
        /** EndedSessions */
        EndedSessions: {
            ended: number;
        };
        /** EndPause */
        EndPause: {
            reason: string;
        };
        /** Entered */
        Entered: {
            /** Format: uuid */
            id: string;
            kind: string;
            scheme: string | null;
            source: string;
            value: string;
        };
        /** Extension */
        Extension: {
            /** Format: date-time */
            asked_at: string;
            asked_by_name: string;
            decided_at: string | null;
            decided_by_name: string | null;
            decided_note: string | null;
            /** Format: date-time */
            due_before: string;
            granted_until: string | null;
            reason: string;
            state: components["schemas"]["ExtensionState"];
            /** Format: date-time */
            until: string;
        };
        /** ExtensionGrant */
        ExtensionGrant: {
            /** @default  */
            note: string;
            /** Format: date-time */
            until: string;
        };
        /** ExtensionRefusal */
        ExtensionRefusal: {
            reason: string;
        };
        /**
         * ExtensionState
         * @enum {string}
         */
        ExtensionState: "asked" | "granted" | "refused" | "moot";
        /** ExternalId */
        ExternalId: {
            /** Format: date-time */
            given_at: string;
            /** Format: uuid */
            id: string;
            kind: string;
            single_work_id: string | null;
            source: string;
            value: string;
        };
        /** FactLine */
        FactLine: {
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            name: components["schemas"]["Text"];
            since: string | null;
            state: components["schemas"]["FactState"] | null;
            state_name: components["schemas"]["Text"] | null;
        };
        /** FactReturn */
        FactReturn: {
            reason: string;
            version: string;
        };
        /** FactsPage */
        FactsPage: {
            base: components["schemas"]["BaseFact"][];
            confirmed_at: string | null;
            facts: components["schemas"]["FactView"][];
            is_existing: boolean;
            /** Format: uuid */
            project_id: string;
            project_name: string;
        };
        /**
         * FactState
         * @enum {string}
         */
        FactState: "unverified" | "verified" | "returned" | "changed";
        /** FactView */
        FactView: {
            changes: components["schemas"]["ChangeLine"][];
            checked_at: string | null;
            checked_by: string | null;
            checked_en: string | null;
            checked_zh: string | null;
            differences: components["schemas"]["Difference"][];
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            name_en: string;
            name_zh: string;
            reason: string | null;
            since: string | null;
            state: components["schemas"]["FactState"] | null;
            state_en: string;
            state_zh: string;
            value: unknown;
            value_en: string;
            value_zh: string;
            version: string;
        };
        /** Fence */
        Fence: {
            radius_m: number;
        };
        /**
         * Field
         * @enum {string}
         */
        Field: "name" | "permit" | "external_id" | "organisation" | "uscc";
        /** FilterToSave */
        FilterToSave: {
            instead_of?: string | null;
            name: string;
            query: components["schemas"]["WarningChoice"];
        };
        /** FindingDetail */
        FindingDetail: {
            /** Format: uuid */
            id: string;
            position: number;
            replies: components["schemas"]["Replied"][];
            severity: components["schemas"]["Severity"];
            text: string;
        };
        /** FindingInput */
        FindingInput: {
            severity: components["schemas"]["Severity"];
            text: string;
        };
        /** Follower */
        Follower: {
            /** Format: uuid */
            account_id: string;
            name: string;
            unit_en: string;
            unit_zh: string;
        };
        /** FollowerCount */
        FollowerCount: {
            account_id: string | null;
            count: number;
            name: string | null;
        };
        /** FollowUp */
        FollowUp: {
            /** Format: uuid */
            account_id: string;
            name: string;
            /** Format: date-time */
            since: string;
        };
        /** FollowUpChange */
        FollowUpChange: {
            account_id: string | null;
            instead_of: string | null;
        };
        /**
         * Grade
         * @enum {string}
         */
        Grade: "none" | "dangerous" | "oversized";
        /** HandoverDetail */
        HandoverDetail: {
            changes: components["schemas"]["Changes"];
            item: components["schemas"]["HandoverItem"];
            may_sign: boolean;
            may_withdraw: boolean;
            now: components["schemas"]["Matter"][];
            offered: components["schemas"]["Matter"][];
            seen: string | null;
        };
        /** HandoverItem */
        HandoverItem: {
            decided_at: string | null;
            from_name: string;
            /** Format: uuid */
            id: string;
            matters: number;
            note: string;
            /** Format: date-time */
            offered_at: string;
            post_kind: components["schemas"]["PostKind"];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            reason: string | null;
            state: components["schemas"]["HandoverState"];
            to_name: string;
        };
        /**
         * HandoverState
         * @enum {string}
         */
        HandoverState: "offered" | "signed" | "refused" | "withdrawn";
        /**
         * Hearing
         * @enum {string}
         */
        Hearing: "never" | "silent" | "transmitting";
        /** HeldChoice */
        HeldChoice: {
            ids: string[];
        };
        /**
         * HeldKind
         * @enum {string}
         */
        HeldKind: "events" | "callbacks" | "timers";
        /** HeldMatter */
        HeldMatter: {
            attempts: number | null;
            error: string | null;
            /** Format: uuid */
            id: string;
            project_id: string | null;
            project_name: string | null;
            /** Format: date-time */
            since: string;
            title: components["schemas"]["Text"];
            why: components["schemas"]["Text"] | null;
        };
        /** HeldProject */
        HeldProject: {
            city_code: string;
            city_en: string;
            city_zh: string;
            name: string | null;
            project_id: string | null;
            status: string;
        };
        /** HeldRepeated */
        HeldRepeated: {
            repeated: number;
        };
        /** Highlight */
        Highlight: {
            after: string;
            before: string;
            field: components["schemas"]["Field"];
            match: string;
        };
        /** HolderRow */
        HolderRow: {
            kind: components["schemas"]["PostKind"];
            name: string;
            organisation_name: string;
            /** Format: uuid */
            post_id: string;
            /** Format: date-time */
            since: string;
        };
        /** Identity */
        Identity: {
            issuer: string;
            linked_at: string;
        };
        /**
         * AccountState
         * @enum {string}
         */
        identity_rules_AccountState: "active" | "disabled" | "dormant";
        /**
         * Level
         * @enum {string}
         */
        identity_units_Level: "province" | "city" | "district" | "station";
        /** IssuedKey */
        IssuedKey: {
            /** Format: date-time */
            ends_at: string;
            /** Format: uuid */
            id: string;
            key: string;
        };
        /** IssueDraft */
        IssueDraft: {
            due_days?: number | null;
            findings?: components["schemas"]["FindingInput"][] | null;
        };
        /** Item */
        Item: {
            /** @default  */
            reason: string;
            verdict: string;
        };
        /** Items */
        Items: {
            dangerous_works: components["schemas"]["Item"];
            progress: components["schemas"]["Item"];
            status: components["schemas"]["Item"];
            updates: components["schemas"]["Item"];
        };
        /**
         * JobStanding
         * @enum {string}
         */
        JobStanding: "idle" | "waiting" | "running" | "failed";
        /** JobStandingNow */
        JobStandingNow: {
            standing: components["schemas"]["JobStanding"];
        };
        /** JobState */
        JobState: {
            cron: string;
            error: string | null;
            held: number;
            is_last_good: boolean | null;
            last_ended_at: string | null;
            name: string;
            /** Format: date-time */
            next_run_at: string;
            standing: components["schemas"]["JobStanding"];
        };
        /** Judgement */
        Judgement: {
            holds: boolean;
            key: string;
            reason: string;
        };
        /**
         * KeyState
         * @enum {string}
         */
        KeyState: "active" | "ending" | "ended" | "revoked";
        /** KeyStateNow */
        KeyStateNow: {
            state: components["schemas"]["KeyState"];
        };
        /** KindCount */
        KindCount: {
            code: string;
            count: number;
            name: components["schemas"]["Text"];
        };
        /** LastValue */
        LastValue: {
            /** Format: date-time */
            at: string;
            factor: string;
            fault: components["schemas"]["Text"] | null;
            limit: number | null;
            metric: components["schemas"]["Text"];
            unit: string;
            value: number;
        };
        /** LevelCount */
        LevelCount: {
            count: number;
            level: components["schemas"]["supervision_rules_Level"];
        };
        /** LiveNews */
        LiveNews: {
            degraded: components["schemas"]["Nothing"];
            map: components["schemas"]["MapNews"];
            order: components["schemas"]["OrderNews"];
            progress: components["schemas"]["ProgressNews"];
            queue: components["schemas"]["Nothing"];
            warning: components["schemas"]["WarningNews"];
        };
        /** LookedAt */
        LookedAt: {
            round: number;
        };
        /** MapCard */
        MapCard: {
            all_warnings: number;
            orders: number;
            overdue: number;
            project: components["schemas"]["MapItem"];
            supervising_unit: components["schemas"]["Text"];
            warnings: components["schemas"]["MapWarning"][];
        };
        /** MapCorner */
        MapCorner: {
            code: string;
            east: number;
            north: number;
        };
        /** MapCount */
        MapCount: {
            blue: number;
            dangerous: number;
            orange: number;
            oversized: number;
            projects: number;
            red: number;
            silent: number;
            yellow: number;
        };
        /** MapCounts */
        MapCounts: {
            period: string;
            regions: components["schemas"]["MapRegion"][];
            total: components["schemas"]["MapCount"];
            version: number | null;
        };
        /** MapItem */
        MapItem: {
            category: string;
            dangerous: components["schemas"]["Grade"];
            /** Format: uuid */
            id: string;
            is_silent: boolean;
            latitude: number | null;
            level: components["schemas"]["supervision_rules_Level"] | null;
            longitude: number | null;
            name: string;
            number: number;
            region: components["schemas"]["Text"];
            region_code: string;
            sector: string;
            stage: components["schemas"]["Text"] | null;
            status: components["schemas"]["Status"];
        };
        /** MapLook */
        MapLook: {
            category: string;
            dangerous: components["schemas"]["Grade"];
            is_silent: boolean;
            level: components["schemas"]["supervision_rules_Level"] | null;
            sector: string;
            stage: string;
            status: components["schemas"]["Status"];
        };
        /** MapMonth */
        MapMonth: {
            period: string;
            projects: number;
            silent: number;
            warnings: number;
        };
        /** MapNews */
        MapNews: {
            version: number;
        };
        /** MapOutline */
        MapOutline: {
            cities: components["schemas"]["CityOutline"][];
        };
        /** MapPage */
        MapPage: {
            items: components["schemas"]["MapItem"][];
            next: string | null;
            total: number;
        };
        /** MapPoints */
        MapPoints: {
            east: number[];
            gone: number[];
            is_whole: boolean;
            look: number[];
            looks: components["schemas"]["MapLook"][];
            needs_region: boolean;
            north: number[];
            numbers: number[];
            placed: number[];
            region: number[];
            regions: components["schemas"]["MapCorner"][];
            version: number;
        };
        /** MapRegion */
        MapRegion: {
            code: string;
            count: components["schemas"]["MapCount"];
            name: components["schemas"]["Text"];
        };
        /** MapStage */
        MapStage: {
            category: string;
            code: string;
            name: components["schemas"]["Text"];
        };
        /** MapTrend */
        MapTrend: {
            months: components["schemas"]["MapMonth"][];
        };
        /** MapWarning */
        MapWarning: {
            /** Format: uuid */
            id: string;
            level: components["schemas"]["supervision_rules_Level"];
            name: components["schemas"]["Text"];
            /** Format: date-time */
            raised_at: string;
            state: components["schemas"]["WarningState"];
        };
        /** Marked */
        Marked: {
            /** Format: date-time */
            from_at: string;
            mark: string;
            name: components["schemas"]["Text"];
            /** Format: date-time */
            until_at: string;
        };
        /** Matter */
        Matter: {
            due_at: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["MatterKind"];
            owner: string;
            owner_id: string | null;
            post: string;
            text: components["schemas"]["Text"];
        };
        /**
         * MatterKind
         * @enum {string}
         */
        MatterKind: "obligation" | "report" | "application" | "warning" | "order" | "handover";
        /**
         * May
         * @enum {string}
         */
        May: "reply" | "review" | "return" | "close" | "withdraw";
        /** Me */
        Me: {
            /** Format: uuid */
            account_id: string;
            identities: components["schemas"]["Identity"][];
            is_limited: boolean;
            is_unit_administrator: boolean;
            kind: components["schemas"]["AccountKind"];
            language: string;
            name: string;
            phone: string | null;
            unit_id: string | null;
            unit_level: components["schemas"]["identity_units_Level"] | null;
            unit_name_en: string | null;
            unit_name_zh: string | null;
            unit_region_code: string | null;
            unit_region_en: string | null;
            unit_region_zh: string | null;
            unit_sector: string | null;
        };
        /** Measure */
        Measure: {
            key: string;
            unit: string;
            value: number;
        };
        /** MonthPage */
        MonthPage: {
            /** Format: date-time */
            as_of: string;
            changes: components["schemas"]["ChangeLine"][];
            dues: components["schemas"]["DueLine"][];
            facts: components["schemas"]["FactLine"][];
            /** Format: date-time */
            from_at: string;
            orders: components["schemas"]["OrderLine"][];
            people: components["schemas"]["PersonLine"][];
            period: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            reports: components["schemas"]["ReportLine"][];
            stands_on: components["schemas"]["StandsOn"];
            /** Format: date-time */
            until_at: string;
            warnings: components["schemas"]["WarningLine"][];
        };
        /** MonthProgress */
        MonthProgress: {
            /** Format: date-time */
            filed_at: string;
            /** Format: uuid */
            id: string;
            percent: number;
            stage_en: string;
            stage_zh: string;
            state: components["schemas"]["rules_State"];
        };
        /** NamedJob */
        NamedJob: {
            state: components["schemas"]["JobState"];
            title: components["schemas"]["Text"];
        };
        /** NewApplication */
        NewApplication: {
            code: string;
            /** @default false */
            is_anew: boolean;
            name: string;
            /** Format: uuid */
            unit_id: string;
        };
        /** NewAssignment */
        NewAssignment: {
            reason: string;
            /** Format: uuid */
            unit_id: string;
        };
        /** NewExternalId */
        NewExternalId: {
            kind: string;
            single_work_id?: string | null;
            source?: string | null;
            value: string;
        };
        /** NewFence */
        NewFence: {
            radius_m: number;
            reason: string;
        };
        /** NewGroup */
        NewGroup: {
            key: string;
            name: string;
            project_id?: string | null;
            unit_id?: string | null;
        };
        /** NewHandover */
        NewHandover: {
            /** @default  */
            note: string;
            /** Format: uuid */
            to_post_id: string;
        };
        /** NewKey */
        NewKey: {
            days?: number | null;
            name: string;
        };
        /** NewOrder */
        NewOrder: {
            /** Format: date-time */
            due_at: string;
            findings: components["schemas"]["FindingInput"][];
            /** Format: uuid */
            project_id: string;
            title: string;
            warning_id?: string | null;
        };
        /** NewPartner */
        NewPartner: {
            kind: components["schemas"]["PartnerKind"];
            name: string;
            uscc: string;
        };
        /** NewParty */
        NewParty: {
            name: string;
            role: string;
            uscc: string;
        };
        /** NewPause */
        NewPause: {
            kind?: string | null;
            reason: string;
            /** Format: date-time */
            until_at: string;
        };
        /** NewPerson */
        NewPerson: {
            name: string;
            phone: string;
        };
        /** NewProject */
        NewProject: {
            category: string;
            chief_engineer: components["schemas"]["NewPerson"];
            external_ids?: components["schemas"]["NewExternalId"][];
            /** @default 500 */
            fence_radius_m: number;
            /** @default false */
            is_existing: boolean;
            name: string;
            parties: components["schemas"]["NewParty"][];
            project_manager: components["schemas"]["NewPerson"];
            region_code: string;
            started_on?: string | null;
            /** @default under_construction */
            status: string;
            /** Format: uuid */
            supervising_unit_id: string;
            works?: components["schemas"]["base_works_NewWork"][];
        };
        /** NewRegulator */
        NewRegulator: {
            /** @default false */
            is_unit_administrator: boolean;
            name: string;
            phone?: string | null;
            /** Format: uuid */
            unit_id: string;
            wecom_userid: string;
        };
        /** NewReview */
        NewReview: {
            items: components["schemas"]["Items"];
            /** @default  */
            note: string;
            period: string;
        };
        /** NewUnit */
        NewUnit: {
            level: components["schemas"]["identity_units_Level"];
            name_en: string;
            name_zh: string;
            /** Format: uuid */
            parent_id: string;
            region_code: string;
        };
        /** NoneDeclared */
        NoneDeclared: {
            /** Format: date-time */
            at: string;
            by: string;
            reason: string;
        };
        /** Nothing */
        Nothing: Record<string, never>;
        /** ObligationItem */
        ObligationItem: {
            answers_now: string;
            /** Format: date-time */
            due_at: string;
            /** Format: uuid */
            id: string;
            is_ours: boolean;
            is_overdue: boolean;
            kind: string;
            name: components["schemas"]["Text"];
            pause: components["schemas"]["Pause"] | null;
            period: string;
            post_kind: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["duties_obligation_rules_State"];
        };
        /** ObligationRow */
        ObligationRow: {
            /** Format: date-time */
            due_at: string;
            is_overdue: boolean;
            kind: string;
            name: components["schemas"]["Text"];
            period: string;
            post_kind: string;
            state: string;
        };
        /** OfferedHandover */
        OfferedHandover: {
            /** Format: uuid */
            id: string;
        };
        /** OrderDetail */
        OrderDetail: {
            attempt: number;
            close_note: string | null;
            closed_at: string | null;
            closed_by_name: string | null;
            extension: components["schemas"]["Extension"] | null;
            extension_latest: string | null;
            findings: components["schemas"]["FindingDetail"][];
            history: components["schemas"]["Step"][];
            issued_by_name: string;
            item: components["schemas"]["OrderItem"];
            may: components["schemas"]["May"][];
            may_ask_extension: boolean;
            may_decide_extension: boolean;
            next_rung: components["schemas"]["Rung"] | null;
            return_due: components["schemas"]["DueDays"] | null;
        };
        /** OrderItem */
        OrderItem: {
            /** Format: date-time */
            due_at: string;
            /** Format: uuid */
            id: string;
            is_extension_asked: boolean;
            is_overdue: boolean;
            /** Format: date-time */
            issued_at: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            round: number;
            short_code: string;
            state: components["schemas"]["OrderState"];
            title: string;
            warning_id: string | null;
        };
        /** OrderLine */
        OrderLine: {
            closed_at: string | null;
            due_at: string | null;
            first_replied_at: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            issued_at: string;
            returns: number;
            short_code: string;
            state: components["schemas"]["OrderState"];
            title: string;
            was_overdue: boolean;
        };
        /** OrderNews */
        OrderNews: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project_id: string;
            state: components["schemas"]["OrderState"];
            what: string;
        };
        /** OrderProposal */
        OrderProposal: {
            draft_id: string | null;
            due: components["schemas"]["DueChoice"][];
            /** Format: date-time */
            due_at: string;
            findings: components["schemas"]["DraftFinding"][];
            order_id: string | null;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            title: string;
        };
        /**
         * OrderState
         * @enum {string}
         */
        OrderState: "issued" | "replied" | "reviewed" | "closed" | "withdrawn";
        /** OrderUrging */
        OrderUrging: {
            note: string;
        };
        /**
         * Outcome
         * @enum {string}
         */
        overview_month_rules_Outcome: "met" | "late" | "silent" | "paused" | "open";
        /** Found */
        overview_search_Found: {
            city_code: string;
            highlights: components["schemas"]["Highlight"][];
            /** Format: uuid */
            id: string;
            name: string;
            region_code: string;
            sector: string;
            status: string;
            supervising_unit_en: string;
            supervising_unit_zh: string;
        };
        /** OwnApplication */
        OwnApplication: {
            /** Format: date-time */
            applied_at: string;
            /** Format: uuid */
            id: string;
            name: string;
            reason: string | null;
            state: components["schemas"]["ApplicationState"];
            unit_name_en: string;
            unit_name_zh: string;
        };
        /** OwnSession */
        OwnSession: {
            device_en: string;
            device_zh: string;
            door: components["schemas"]["Door"];
            /** Format: uuid */
            id: string;
            is_from_code: boolean;
            is_this: boolean;
            /** Format: date-time */
            last_seen_at: string;
            network: string;
            /** Format: date-time */
            opened_at: string;
            place_en: string;
            place_zh: string;
        };
        /** Page[StuckMessage] */
        "Page_backend.console_api.outbox.StuckMessage_": {
            items: components["schemas"]["StuckMessage"][];
            next: string | null;
        };
        /** Page[ToldLine] */
        "Page_backend.console_api.warnings.ToldLine_": {
            items: components["schemas"]["ToldLine"][];
            next: string | null;
        };
        /** Page[Application] */
        "Page_backend.identity.applications.Application_": {
            items: components["schemas"]["backend_identity_applications_Application"][];
            next: string | null;
        };
        /** Page[Partner] */
        "Page_backend.identity.partners.Partner_": {
            items: components["schemas"]["Partner"][];
            next: string | null;
        };
        /** Page[SignIn] */
        "Page_backend.identity.sign_ins.SignIn_": {
            items: components["schemas"]["SignIn"][];
            next: string | null;
        };
        /** Page[UnknownDevice] */
        "Page_backend.monitoring.device_list.UnknownDevice_": {
            items: components["schemas"]["UnknownDevice"][];
            next: string | null;
        };
        /** Page[AuditEntry] */
        "Page_backend.overview.audit_search.AuditEntry_": {
            items: components["schemas"]["AuditEntry"][];
            next: string | null;
        };
        /** Page[Found] */
        "Page_backend.overview.search.Found_": {
            items: components["schemas"]["overview_search_Found"][];
            next: string | null;
        };
        /** Page[TimelineItem] */
        "Page_backend.overview.timeline.TimelineItem_": {
            items: components["schemas"]["TimelineItem"][];
            next: string | null;
        };
        /** Page[Work] */
        "Page_backend.projects.dangerous.dangerous_views.Work_": {
            items: components["schemas"]["dangerous_dangerous_views_Work"][];
            next: string | null;
        };
        /** Page[ObligationItem] */
        "Page_backend.projects.duties.obligation_views.ObligationItem_": {
            items: components["schemas"]["ObligationItem"][];
            next: string | null;
        };
        /** Page[WaitingProject] */
        "Page_backend.projects.facts.fact_views.WaitingProject_": {
            items: components["schemas"]["WaitingProject"][];
            next: string | null;
        };
        /** Page[Report] */
        "Page_backend.projects.monthly.reports.Report_": {
            items: components["schemas"]["Report"][];
            next: string | null;
        };
        /** Page[Post] */
        "Page_backend.projects.people.posts.Post_": {
            items: components["schemas"]["Post"][];
            next: string | null;
        };
        /** Page[Summary] */
        "Page_backend.projects.projects.Summary_": {
            items: components["schemas"]["Summary"][];
            next: string | null;
        };
        /** Page[DraftItem] */
        "Page_backend.supervision.draft_views.DraftItem_": {
            items: components["schemas"]["DraftItem"][];
            next: string | null;
        };
        /** Page[HandoverItem] */
        "Page_backend.supervision.handover_views.HandoverItem_": {
            items: components["schemas"]["HandoverItem"][];
            next: string | null;
        };
        /** Page[OrderItem] */
        "Page_backend.supervision.order_views.OrderItem_": {
            items: components["schemas"]["OrderItem"][];
            next: string | null;
        };
        /** Page[WarningItem] */
        "Page_backend.supervision.warning_views.WarningItem_": {
            items: components["schemas"]["WarningItem"][];
            next: string | null;
        };
        /** Page[ChatGroup] */
        "Page_notifications.groups.ChatGroup_": {
            items: components["schemas"]["ChatGroup"][];
            next: string | null;
        };
        /** Partner */
        Partner: {
            disabled_at: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PartnerKind"];
            name: string;
            reason: string | null;
            state: components["schemas"]["PartnerState"];
            /** Format: uuid */
            unit_id: string;
            unit_name_en: string;
            unit_name_zh: string;
            uscc: string;
            /** Format: date-time */
            verified_at: string;
        };
        /** PartnerId */
        PartnerId: {
            /** Format: uuid */
            id: string;
        };
        /** PartnerKey */
        PartnerKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at: string;
            /** Format: uuid */
            id: string;
            last_used_at: string | null;
            name: string;
            prefix: string;
            replaced_by: string | null;
            revoked_at: string | null;
            state: components["schemas"]["KeyState"];
        };
        /**
         * PartnerKind
         * @enum {string}
         */
        PartnerKind: "testing_agency" | "device_vendor";
        /**
         * PartnerState
         * @enum {string}
         */
        PartnerState: "active" | "disabled";
        /** PartnerStateNow */
        PartnerStateNow: {
            state: components["schemas"]["PartnerState"];
        };
        /** Party */
        Party: {
            ended_reason: string | null;
            /** Format: date */
            from_on: string;
            /** Format: uuid */
            id: string;
            name: string;
            role: string;
            role_en: string;
            role_zh: string;
            until_on: string | null;
            uscc: string;
        };
        /** PartyId */
        PartyId: {
            /** Format: uuid */
            id: string;
        };
        /** Pause */
        Pause: {
            by_name: string;
            ended_at: string | null;
            /** Format: date-time */
            from_at: string;
            /** Format: uuid */
            id: string;
            kind: string | null;
            /** Format: uuid */
            project_id: string;
            reason: string;
            /** Format: date-time */
            until_at: string;
        };
        /** PermitRow */
        PermitRow: {
            class_code: string;
            /** Format: uuid */
            id: string;
            /** Format: date */
            issued_on: string;
            number: string;
        };
        /** PersonLine */
        PersonLine: {
            /** Format: date-time */
            at: string;
            came: boolean;
            person_name: string;
            post_kind: components["schemas"]["PostKind"];
        };
        /** PersonPost */
        PersonPost: {
            kind: components["schemas"]["PostKind"];
            organisation_name: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["backend_projects_people_people_rules_PostState"];
        };
        /** Photo */
        Photo: {
            address: string;
            /** Format: uuid */
            photo_id: string;
            slot: string;
            slot_en: string;
            slot_zh: string;
            thumbnail: string;
        };
        /** Post */
        Post: {
            /** Format: date-time */
            applied_at: string;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PostKind"];
            organisation_name: string;
            person_name: string;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            proof: components["schemas"]["Proof"];
            reason: string | null;
            state: string;
        };
        /**
         * PostKind
         * @enum {string}
         */
        PostKind: "project_manager" | "chief_engineer" | "safety_officer" | "materials_clerk" | "developer_lead";
        /** PostReason */
        PostReason: {
            reason: string;
        };
        /** Preparation */
        Preparation: {
            matters: components["schemas"]["Matter"][];
            post_kind: components["schemas"]["PostKind"];
            successors: components["schemas"]["Successor"][];
        };
        /** ProgressNews */
        ProgressNews: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project_id: string;
            state: components["schemas"]["rules_State"];
            what: string;
        };
        /**
         * Proof
         * @enum {string}
         */
        Proof: "permit" | "approver" | "station";
        /** PublicUnit */
        PublicUnit: {
            /** Format: uuid */
            id: string;
            level: components["schemas"]["identity_units_Level"];
            name_en: string;
            name_zh: string;
            region_code: string;
            sector: string;
        };
        /**
         * QrState
         * @enum {string}
         */
        QrState: "waiting" | "scanned" | "confirmed" | "signed_in" | "refused" | "expired" | "blocked" | "reused" | "reported";
        /** Queues */
        Queues: {
            accounts: number;
            drafts: number;
            duties_overdue: number;
            extensions: number;
            facts: number;
            orders_overdue: number;
            posts: number;
            progress: number;
            reinspections: number;
            reviews: number;
        };
        /** Raised */
        Raised: {
            /** Format: uuid */
            id: string;
            level: components["schemas"]["supervision_rules_Level"];
            /** Format: date-time */
            raised_at: string;
        };
        /** ReferenceFact */
        ReferenceFact: {
            name: components["schemas"]["Text"];
            value: components["schemas"]["Text"];
        };
        /** ReferenceRow */
        ReferenceRow: {
            basis?: components["schemas"]["Text"] | null;
            code: string;
            facts?: components["schemas"]["ReferenceFact"][];
            group?: components["schemas"]["Text"] | null;
            name: components["schemas"]["Text"];
            valid_from?: string | null;
            valid_to?: string | null;
        };
        /** ReferenceSection */
        ReferenceSection: {
            code: string;
            name: components["schemas"]["Text"];
            rows: components["schemas"]["ReferenceRow"][];
        };
        /** RegionCount */
        RegionCount: {
            count: number;
            name: components["schemas"]["Text"];
            region_code: string;
        };
        /** Registered */
        Registered: {
            /** Format: uuid */
            id: string;
            warning_en?: string | null;
            warning_zh?: string | null;
        };
        /** Regulator */
        Regulator: {
            /** Format: uuid */
            id: string;
            is_unit_administrator: boolean;
            /** Format: date-time */
            last_seen_at: string;
            name: string;
            phone: string | null;
            state: components["schemas"]["identity_rules_AccountState"];
            /** Format: date-time */
            state_changed_at: string;
            state_reason: string | null;
            /** Format: uuid */
            unit_id: string;
            unit_name_en: string;
            unit_name_zh: string;
        };
        /** RegulatorPage */
        RegulatorPage: {
            items: components["schemas"]["Regulator"][];
            next: string | null;
            total: number;
        };
        /** Removed */
        Removed: {
            /** Format: uuid */
            id: string;
        };
        /** Repeated */
        Repeated: {
            repeated: number;
        };
        /** Repetition */
        Repetition: {
            account_id?: string | null;
            channel?: components["schemas"]["ChannelName"] | null;
            expected: number;
            group_id?: string | null;
            last_code?: number | null;
        };
        /** Replied */
        Replied: {
            after: components["schemas"]["ShownPhoto"];
            /** Format: date-time */
            at: string;
            attempt: number;
            before: components["schemas"]["ShownPhoto"];
            by_name: string;
            round: number;
            text: string;
        };
        /** Report */
        Report: {
            /** Format: date-time */
            filed_at: string;
            filed_by: string;
            floors_done: number;
            floors_total: number;
            /** Format: uuid */
            id: string;
            note: string;
            percent: number;
            period: string;
            photos: components["schemas"]["Photo"][];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            return_reason: string | null;
            round: number;
            stage: string;
            stage_en: string;
            stage_zh: string;
            state: components["schemas"]["rules_State"];
            steps: components["schemas"]["ReportStep"][];
        };
        /** ReportLine */
        ReportLine: {
            /** Format: date-time */
            filed_at: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_at: string;
            period: string;
            photos: number;
            rounds: number;
            state: components["schemas"]["rules_State"];
            state_name: components["schemas"]["Text"];
        };
        /** ReportReturn */
        ReportReturn: {
            reason: string;
            round: number;
        };
        /** ReportState */
        ReportState: {
            state: components["schemas"]["rules_State"];
        };
        /** ReportStep */
        ReportStep: {
            /** Format: date-time */
            at: string;
            by: string;
            state: components["schemas"]["rules_State"];
        };
        /** Review */
        Review: {
            /** Format: uuid */
            id: string;
            items: components["schemas"]["Items"];
            note: string;
            period: string;
            /** Format: date-time */
            reviewed_at: string;
            reviewed_by: string;
            round: number;
            state: components["schemas"]["ReviewState"];
        };
        /**
         * ReviewState
         * @enum {string}
         */
        ReviewState: "passed" | "returned";
        /**
         * State
         * @enum {string}
         */
        rules_State: "filed" | "reviewed" | "returned" | "confirmed";
        /** Rung */
        Rung: {
            /** Format: date-time */
            at: string;
            level: components["schemas"]["supervision_rules_Level"];
            posts: string[];
        };
        /** SavedFilter */
        SavedFilter: {
            name: string;
            query: components["schemas"]["WarningChoice"];
        };
        /** SectorCount */
        SectorCount: {
            count: number;
            sector: string;
        };
        /** Seen */
        Seen: {
            version: string;
        };
        /** Series */
        Series: {
            bands: components["schemas"]["Band"][];
            bucket_seconds: number;
            buckets: [
                number,
                number,
                number,
                number
            ][];
            /** Format: uuid */
            device_id: string;
            device_name: string;
            factor: string;
            /** Format: date-time */
            from_at: string;
            gaps: [
                string,
                string
            ][];
            marks: components["schemas"]["Marked"][];
            metric: components["schemas"]["Text"];
            unit: string;
            /** Format: date-time */
            until_at: string;
            warnings: components["schemas"]["Raised"][];
        };
        /**
         * Severity
         * @enum {string}
         */
        Severity: "general" | "serious";
        /** Sheet */
        Sheet: {
            changes: components["schemas"]["ChangeLine"][];
            dangerous_works_en: string;
            dangerous_works_zh: string;
            has_dangerous_works: boolean;
            is_progress_open: boolean;
            obligations: components["schemas"]["ObligationRow"][];
            period: string;
            progress: components["schemas"]["MonthProgress"] | null;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            review: components["schemas"]["Review"] | null;
            status: string;
            status_en: string;
            status_zh: string;
        };
        /** ShownPhoto */
        ShownPhoto: {
            address: string;
            /** Format: uuid */
            photo_id: string;
            thumbnail: string;
        };
        /** SignIn */
        SignIn: {
            /** Format: uuid */
            account_id: string;
            device: components["schemas"]["Text"];
            door: components["schemas"]["Door"];
            ended_at: string | null;
            /** Format: uuid */
            id: string;
            is_ended_by_administrator: boolean;
            is_from_code: boolean;
            is_this: boolean;
            /** Format: date-time */
            last_seen_at: string;
            name: string;
            network: string;
            /** Format: date-time */
            opened_at: string;
            place: components["schemas"]["Text"];
            unit: components["schemas"]["Text"];
        };
        /**
         * Sort
         * @default newest
         * @enum {string}
         */
        Sort: "newest" | "gravest";
        /**
         * Standing
         * @enum {string}
         */
        Standing: "dead" | "waiting";
        /** StandsOn */
        StandsOn: {
            digest: string;
            events: number;
            last_event_at: string | null;
            last_event_id: string | null;
        };
        /** StateCount */
        StateCount: {
            count: number;
            state: components["schemas"]["WarningState"];
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "not_started" | "under_construction" | "paused" | "finished";
        /** Step */
        Step: {
            action: string;
            /** Format: date-time */
            at: string;
            by_name: string | null;
            from_state: string | null;
            level: string | null;
            note: string | null;
            said_at?: string | null;
            to_state: string;
        };
        /** Stuck */
        Stuck: {
            attempts: number;
            channel: components["schemas"]["ChannelName"];
            /** Format: date-time */
            created_at: string;
            destination: string | null;
            event_kind: string;
            /** Format: date-time */
            give_up_at: string;
            /** Format: uuid */
            id: string;
            last_code: number | null;
            last_error: string | null;
            /** Format: date-time */
            not_before: string;
            project_id: string | null;
            project_name: string | null;
            state: string;
            title: string;
        };
        /** StuckMessage */
        StuckMessage: {
            message: components["schemas"]["Stuck"];
            why: components["schemas"]["Text"] | null;
        };
        /** StuckPlace */
        StuckPlace: {
            place: components["schemas"]["Destination"];
            why: components["schemas"]["Text"] | null;
        };
        /** StuckPlaces */
        StuckPlaces: {
            count: number;
            dead: number;
            items: components["schemas"]["StuckPlace"][];
            waiting: number;
        };
        /** Successor */
        Successor: {
            name: string;
            /** Format: uuid */
            post_id: string;
            state: string;
        };
        /** Summary */
        Summary: {
            category: string;
            city_code: string;
            has_permit: boolean;
            has_point: boolean;
            /** Format: uuid */
            id: string;
            my_posts: components["schemas"]["PostKind"][];
            name: string;
            region_code: string;
            region_en: string;
            region_zh: string;
            sector: string;
            status: string;
            supervising_unit_en: string;
            /** Format: uuid */
            supervising_unit_id: string;
            supervising_unit_zh: string;
        };
        /** SupervisedBy */
        SupervisedBy: {
            /** Format: uuid */
            unit_id: string;
        };
        /**
         * Level
         * @enum {string}
         */
        supervision_rules_Level: "blue" | "yellow" | "orange" | "red";
        /** Taken */
        Taken: {
            /** Format: date-time */
            at: string;
            by_name: string;
            by_post: string;
            plan: string;
            /** Format: date-time */
            promised_at: string;
            said_at?: string | null;
        };
        /** Target */
        Target: {
            /** Format: uuid */
            id: string;
            page: string;
            period?: string | null;
        };
        /** Text */
        Text: {
            en: string;
            zh: string;
        };
        /** TimelineItem */
        TimelineItem: {
            /** Format: date-time */
            at: string;
            by_name: string | null;
            /** Format: uuid */
            id: string;
            kind: string;
            level: string | null;
            target: components["schemas"]["Target"];
            text: components["schemas"]["Text"];
            topic: components["schemas"]["Topic"] | null;
        };
        /** Told */
        Told: {
            accepted_at: string | null;
            attempts: number;
            channel: components["schemas"]["ChannelName"];
            /** Format: date-time */
            created_at: string;
            event_kind: string;
            /** Format: uuid */
            id: string;
            is_group: boolean;
            is_regulator: boolean;
            last_code: number | null;
            last_error: string | null;
            level: string | null;
            seen_at: string | null;
            state: string;
            to_name: string;
            to_posts: string[];
        };
        /** ToldLine */
        ToldLine: {
            message: components["schemas"]["Told"];
            why: components["schemas"]["Text"] | null;
        };
        /**
         * Topic
         * @enum {string}
         */
        Topic: "people" | "facts" | "progress" | "obligations" | "warnings" | "orders" | "dangerous_works" | "messages";
        /** Unit */
        Unit: {
            administrators: number;
            /** Format: uuid */
            id: string;
            level: components["schemas"]["identity_units_Level"];
            name_en: string;
            name_zh: string;
            parent_id: string | null;
            people: number;
            region: components["schemas"]["Text"];
            region_code: string;
            sector: string;
        };
        /** UnitId */
        UnitId: {
            /** Format: uuid */
            id: string;
        };
        /** UnknownDevice */
        UnknownDevice: {
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            mn: string;
            network: string;
            packets: number;
        };
        /** Vacancy */
        Vacancy: {
            answered_by: string;
            kind: components["schemas"]["PostKind"];
        };
        /** VacantPost */
        VacantPost: {
            answered_by: string;
            kind: components["schemas"]["PostKind"];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            region: components["schemas"]["Text"];
        };
        /** VacantPostPage */
        VacantPostPage: {
            items: components["schemas"]["VacantPost"][];
            next: string | null;
            total: number;
        };
        /** Waiting */
        Waiting: {
            link?: string | null;
            next_code_seconds?: number | null;
            number?: number | null;
            seconds_left: number;
            state: components["schemas"]["QrState"];
            svg?: string | null;
            /** Format: uuid */
            ticket_id: string;
            version: number;
        };
        /** WaitingFact */
        WaitingFact: {
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            state: components["schemas"]["FactState"];
        };
        /** WaitingProject */
        WaitingProject: {
            facts: components["schemas"]["WaitingFact"][];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            /** Format: date-time */
            waiting_since: string;
        };
        /** WarningChoice */
        WarningChoice: {
            kind?: string;
            level?: string;
            project?: string;
            region?: string;
            sector?: string;
            silent?: string;
            state?: string;
            who?: string;
        };
        /** WarningCounts */
        WarningCounts: {
            cities: components["schemas"]["RegionCount"][];
            districts: components["schemas"]["RegionCount"][];
            followers: components["schemas"]["FollowerCount"][];
            kinds: components["schemas"]["KindCount"][];
            levels: components["schemas"]["LevelCount"][];
            sectors: components["schemas"]["SectorCount"][];
            states: components["schemas"]["StateCount"][];
            total: number;
        };
        /** WarningDetail */
        WarningDetail: {
            basis: components["schemas"]["Text"];
            closed: components["schemas"]["Closed"] | null;
            facts: components["schemas"]["backend_supervision_rules_Fact"][];
            history: components["schemas"]["Step"][];
            item: components["schemas"]["WarningItem"];
            may_acknowledge: boolean;
            may_hand_over: boolean;
            may_urge: boolean;
            next_step_at: string | null;
            order_id: string | null;
            posts_told: string[];
            recurrence_of: string | null;
        };
        /** WarningItem */
        WarningItem: {
            code: string;
            follow_up: components["schemas"]["FollowUp"] | null;
            /** Format: uuid */
            id: string;
            last_act_at: string | null;
            /** Format: date-time */
            last_at: string;
            level: components["schemas"]["supervision_rules_Level"];
            name: components["schemas"]["Text"];
            names_no_post: boolean;
            occurrences: number;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            /** Format: date-time */
            raised_at: string;
            region_code: string;
            sector: string;
            short_code: string;
            state: components["schemas"]["WarningState"];
            summary: components["schemas"]["Text"];
            taken: components["schemas"]["Taken"] | null;
        };
        /** WarningLine */
        WarningLine: {
            acknowledged_at: string | null;
            closed_at: string | null;
            code: string;
            first_level: components["schemas"]["supervision_rules_Level"];
            /** Format: uuid */
            id: string;
            level: components["schemas"]["supervision_rules_Level"];
            name: components["schemas"]["Text"];
            /** Format: date-time */
            raised_at: string;
            seconds_to_acknowledge: number | null;
            short_code: string;
            state: components["schemas"]["WarningState"];
            urged: number;
        };
        /** WarningNews */
        WarningNews: {
            /** Format: date-time */
            at: string;
            city_code: string;
            code: string;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["Text"];
            latitude: number | null;
            level: components["schemas"]["supervision_rules_Level"];
            longitude: number | null;
            name: string;
            /** Format: uuid */
            project_id: string;
            project_number: number | null;
            region_code: string;
            sector: string;
            state: components["schemas"]["WarningState"];
            what: string;
        };
        /**
         * WarningState
         * @enum {string}
         */
        WarningState: "open" | "acknowledged" | "closed";
        /** WebPage */
        WebPage: {
            url: string;
        };
        /** WebSignedIn */
        WebSignedIn: {
            token: string;
        };
        /** WebSignIn */
        WebSignIn: {
            code: string;
        };
        /** Withdrawal */
        Withdrawal: {
            reason: string;
        };
        /**
         * WorkState
         * @enum {string}
         */
        WorkState: "listed" | "removed";
        /** Year */
        Year: {
            days: components["schemas"]["Day"][];
            is_announced: boolean;
            rests: string[];
            worked: string[];
            year: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    console_list_accounts: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_administrator?: boolean | null;
                limit?: number;
                name?: string | null;
                region?: string | null;
                states?: components["schemas"]["identity_rules_AccountState"][] | null;
                unit_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegulatorPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_add_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRegulator"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountId"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_appoint_administrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministratorDuty"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_disable_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountDisabling"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["console_api_accounts_AccountState"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_enable_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["console_api_accounts_AccountState"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_withdraw_administrator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministratorDuty"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_adoption: {
        parameters: {
            query?: {
                by?: components["schemas"]["By"] | null;
                period?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adoption"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_adoption_table: {
        parameters: {
            query?: {
                by?: components["schemas"]["By"] | null;
                period?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_applications: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                states?: components["schemas"]["ApplicationState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.identity.applications.Application_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_approve_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovedApplication"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_refuse_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationRefusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedApplication"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_search_audit: {
        parameters: {
            query?: {
                actor?: string | null;
                actor_id?: string | null;
                acts?: string[] | null;
                cursor?: string | null;
                from_at?: string | null;
                limit?: number;
                project_id?: string | null;
                subject_id?: string | null;
                until_at?: string | null;
                without?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.overview.audit_search.AuditEntry_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_audit_table: {
        parameters: {
            query?: {
                actor?: string | null;
                actor_id?: string | null;
                acts?: string[] | null;
                from_at?: string | null;
                project_id?: string | null;
                subject_id?: string | null;
                until_at?: string | null;
                without?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_acts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditAct"][];
                };
            };
        };
    };
    console_calendar: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Year"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_put_calendar_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Day"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_remove_calendar_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_concurrent_posts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Concurrent"][];
                };
            };
        };
    };
    console_dangerous_works: {
        parameters: {
            query?: {
                cursor?: string | null;
                grade?: components["schemas"]["Grade"] | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.dangerous.dangerous_views.Work_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_dangerous_work: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                work_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["dangerous_dangerous_views_Work"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_area_devices: {
        parameters: {
            query?: {
                cursor?: string | null;
                hearing?: components["schemas"]["Hearing"] | null;
                kind?: string | null;
                limit?: number;
                q?: string | null;
                region_code?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicePage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_drafts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                project_id?: string | null;
                states?: components["schemas"]["DraftState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.supervision.draft_views.DraftItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_read_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_dismiss_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Dismissal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_issue_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueDraft"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_facts_queue: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_mine?: boolean;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.facts.fact_views.WaitingProject_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_groups: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_notifications.groups.ChatGroup_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_connect_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGroup"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatGroup"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_disable_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Disabling"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatGroup"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_enable_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatGroup"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_test_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_handovers: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                states?: components["schemas"]["HandoverState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.supervision.handover_views.HandoverItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_read_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_withdraw_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_held: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["HeldKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldMatter"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_repeat_held: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["HeldKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeldChoice"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldRepeated"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackgroundPage"];
                };
            };
        };
    };
    console_repeat_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobStandingNow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveNews"];
                };
            };
        };
    };
    console_map: {
        parameters: {
            query?: {
                dangerous?: components["schemas"]["Grade"] | null;
                level?: components["schemas"]["supervision_rules_Level"] | null;
                period?: string | null;
                region?: string | null;
                sector?: string | null;
                silent?: boolean | null;
                stage?: string | null;
                status?: components["schemas"]["Status"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapCounts"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_map_outline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOutline"];
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    console_map_points: {
        parameters: {
            query?: {
                region?: string | null;
                since?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapPoints"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_map_projects: {
        parameters: {
            query?: {
                cursor?: string | null;
                dangerous?: components["schemas"]["Grade"] | null;
                level?: components["schemas"]["supervision_rules_Level"] | null;
                limit?: number;
                region?: string | null;
                sector?: string | null;
                silent?: boolean | null;
                stage?: string | null;
                status?: components["schemas"]["Status"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_map_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapCard"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_map_stages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapStage"][];
                };
            };
        };
    };
    console_map_trend: {
        parameters: {
            query?: {
                dangerous?: components["schemas"]["Grade"] | null;
                level?: components["schemas"]["supervision_rules_Level"] | null;
                region?: string | null;
                sector?: string | null;
                silent?: boolean | null;
                stage?: string | null;
                status?: components["schemas"]["Status"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapTrend"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    console_list_obligations: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_mine?: boolean;
                is_overdue?: boolean | null;
                kind?: string | null;
                limit?: number;
                of_sites?: boolean | null;
                project_id?: string | null;
                states?: components["schemas"]["duties_obligation_rules_State"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.duties.obligation_views.ObligationItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_urge_obligation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                obligation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["backend_console_api_warnings_Urging"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_orders: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_extension_asked?: boolean | null;
                is_mine?: boolean;
                is_overdue?: boolean | null;
                limit?: number;
                project_id?: string | null;
                region_code?: string | null;
                states?: components["schemas"]["OrderState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.supervision.order_views.OrderItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_issue_order: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrder"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_read_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_close_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Close"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_grant_extension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtensionGrant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_refuse_extension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtensionRefusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_return_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["both_doors_orders_Return"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_urge_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderUrging"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_withdraw_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_order_due_days: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DueChoice"][];
                };
            };
        };
    };
    console_list_organisations: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreaOrganisationPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_stuck_messages: {
        parameters: {
            query?: {
                account_id?: string | null;
                channel?: components["schemas"]["ChannelName"] | null;
                cursor?: string | null;
                group_id?: string | null;
                last_code?: number | null;
                limit?: number;
                standing?: components["schemas"]["Standing"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.console_api.outbox.StuckMessage_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_repeat_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryState"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_stuck_destinations: {
        parameters: {
            query?: {
                account_id?: string | null;
                channel?: components["schemas"]["ChannelName"] | null;
                group_id?: string | null;
                limit?: number;
                standing?: components["schemas"]["Standing"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StuckPlaces"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_repeat_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Repetition"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Repeated"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_partners: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.identity.partners.Partner_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_register_partner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPartner"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerId"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_disable_partner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisabledPartner"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerStateNow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_enable_partner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerStateNow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerKey"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_issue_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedKey"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyStateNow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_rotate_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
                partner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedKey"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_end_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pause_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndPause"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_people: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                name?: string | null;
                organisation_id?: string | null;
                phone_tail?: string | null;
                project_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreaPersonPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_posts: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_gone?: boolean | null;
                kind?: components["schemas"]["PostKind"] | null;
                limit?: number;
                q?: string | null;
                region?: string | null;
                states?: components["schemas"]["backend_projects_people_people_rules_PostState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreaPostPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_approve_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedPost"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedPost"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_prepare_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preparation"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_offer_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHandover"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedHandover"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_refuse_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedPost"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_posts_to_decide: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.people.posts.Post_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_progress_queue: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_mine?: boolean;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.monthly.reports.Report_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_progress_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_progress_before: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Earlier"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_confirm_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookedAt"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportState"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_return_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportState"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_project_by_external_id: {
        parameters: {
            query: {
                kind: string;
                source?: string | null;
                value: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_projects: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.projects.projects.Summary_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_register_project: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Detail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_project_dangerous_works: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DangerousList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceState"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_device_readings: {
        parameters: {
            query: {
                factor: string;
                from_at: string;
                until_at: string;
            };
            header?: never;
            path: {
                device_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_add_external_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExternalId"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entered"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_remove_external_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["base_works_Because"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removed"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_facts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactsPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_return_fact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fact: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_verify_fact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fact: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Seen"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_set_fence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFence"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fence"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_month_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                period: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonthPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_add_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddedParty"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyId"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_end_party: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                party_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndedParty"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyId"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_pause_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPause"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_project_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_reviews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_review_month: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReview"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_review_sheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                period: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sheet"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_assign_supervision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAssignment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupervisedBy"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_timeline: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                month?: string | null;
                topics?: components["schemas"]["Topic"][] | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.overview.timeline.TimelineItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_qr_ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
        };
    };
    console_qr_wait: {
        parameters: {
            query?: {
                known?: number;
            };
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waiting"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_count_queues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queues"];
                };
            };
        };
    };
    console_read_reference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferenceSection"][];
                };
            };
        };
    };
    console_search: {
        parameters: {
            query: {
                cursor?: string | null;
                limit?: number;
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.overview.search.Found_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
        };
    };
    console_list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSession"][];
                };
            };
        };
    };
    console_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_end_all_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
        };
    };
    console_end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
        };
    };
    console_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebSignedIn"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_apply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApplication"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnApplication"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_wecom_page_address: {
        parameters: {
            query: {
                state: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_sign_ins: {
        parameters: {
            query?: {
                account_id?: string | null;
                cursor?: string | null;
                is_live?: boolean | null;
                limit?: number;
                q?: string | null;
                unit_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.identity.sign_ins.SignIn_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_end_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"][];
                };
            };
        };
    };
    console_create_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUnit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitId"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_public_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicUnit"][];
                };
            };
        };
    };
    console_list_unknown_devices: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.monitoring.device_list.UnknownDevice_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_vacant_posts: {
        parameters: {
            query?: {
                cursor?: string | null;
                kind?: components["schemas"]["PostKind"] | null;
                limit?: number;
                region?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VacantPostPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_warnings: {
        parameters: {
            query?: {
                codes?: string[] | null;
                cursor?: string | null;
                followed_by?: string | null;
                is_followed?: boolean | null;
                levels?: components["schemas"]["supervision_rules_Level"][] | null;
                limit?: number;
                project_id?: string | null;
                region_code?: string | null;
                sectors?: string[] | null;
                silent_since?: string | null;
                sort?: components["schemas"]["Sort"];
                states?: components["schemas"]["WarningState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.supervision.warning_views.WarningItem_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_read_warning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_close_warning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Closing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_followers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Follower"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_assign_warning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowUpChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_propose_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderProposal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_read_warning_readings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chart"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_warning_told: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_backend.console_api.warnings.ToldLine_"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_urge_warning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                warning_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["backend_console_api_warnings_Urging"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_count_warnings: {
        parameters: {
            query?: {
                codes?: string[] | null;
                followed_by?: string | null;
                is_followed?: boolean | null;
                levels?: components["schemas"]["supervision_rules_Level"][] | null;
                project_id?: string | null;
                region_code?: string | null;
                sectors?: string[] | null;
                silent_since?: string | null;
                states?: components["schemas"]["WarningState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningCounts"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_list_saved_filters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedFilter"][];
                };
            };
        };
    };
    console_save_filter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterToSave"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedFilter"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    console_drop_filter: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
}
