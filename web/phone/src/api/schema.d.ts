export interface paths {
    "/dangerous-work-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of dangerous works */
        get: operations["miniapp_dangerous_work_kinds"];
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
        get: operations["miniapp_dangerous_work"];
        /** Change a dangerous work */
        put: operations["miniapp_change_dangerous_work"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dangerous-works/{work_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a dangerous work */
        post: operations["miniapp_remove_dangerous_work"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dangerous-works/classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a work would be */
        post: operations["miniapp_classify_dangerous_work"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register this phone's key */
        post: operations["miniapp_register_device_key"];
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
        /** Handovers that concern me */
        get: operations["miniapp_list_handovers"];
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
        get: operations["miniapp_read_handover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handovers/{handover_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse to take the post over */
        post: operations["miniapp_refuse_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handovers/{handover_id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the post over */
        post: operations["miniapp_sign_handover"];
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
        /** Take the offer back */
        post: operations["miniapp_withdraw_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first page */
        get: operations["miniapp_home"];
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
        get: operations["miniapp_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose the language of messages */
        put: operations["miniapp_set_language"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a second identity */
        post: operations["miniapp_add_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My messages */
        get: operations["miniapp_list_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{message_id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a message as seen */
        post: operations["miniapp_mark_message_seen"];
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
        /** What is due from me */
        get: operations["miniapp_list_obligations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/offline-acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send what was said offline */
        post: operations["miniapp_send_offline_act"];
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
        /** Orders of my projects */
        get: operations["miniapp_list_orders"];
        put?: never;
        post?: never;
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
        get: operations["miniapp_read_order"];
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
        post: operations["miniapp_close_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for more time */
        post: operations["miniapp_ask_extension"];
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
        post: operations["miniapp_grant_extension"];
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
        post: operations["miniapp_refuse_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass a reply on */
        post: operations["miniapp_pass_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reply to an order */
        post: operations["miniapp_reply_to_order"];
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
        post: operations["miniapp_return_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/send-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a reply back */
        post: operations["miniapp_send_back_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a photo */
        post: operations["miniapp_send_photo"];
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
        /** Own posts and applications */
        get: operations["miniapp_my_posts"];
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
        post: operations["miniapp_approve_post"];
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
        /** End somebody else's post */
        post: operations["miniapp_end_post"];
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
        get: operations["miniapp_prepare_handover"];
        put?: never;
        /** Offer the own post to a colleague */
        post: operations["miniapp_offer_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the own post up */
        post: operations["miniapp_leave_post"];
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
        post: operations["miniapp_refuse_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{post_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw the own application */
        post: operations["miniapp_withdraw_post"];
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
        /** Applications that wait for this person */
        get: operations["miniapp_posts_to_decide"];
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
        get: operations["miniapp_progress_report"];
        put?: never;
        post?: never;
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
        post: operations["miniapp_return_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/{report_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass a report on to the regulators */
        post: operations["miniapp_review_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress/to-review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports that wait for this chief supervision engineer */
        get: operations["miniapp_progress_to_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project-by-permit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project of a permit */
        get: operations["miniapp_find_project"];
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
        /** My projects */
        get: operations["miniapp_list_projects"];
        put?: never;
        post?: never;
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
        get: operations["miniapp_project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/category": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the category */
        post: operations["miniapp_change_category"];
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
        get: operations["miniapp_dangerous_works"];
        put?: never;
        /** List a dangerous work */
        post: operations["miniapp_list_dangerous_work"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/dangerous-works/none": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declare that there are no dangerous works */
        post: operations["miniapp_declare_no_dangerous_works"];
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
        get: operations["miniapp_list_devices"];
        put?: never;
        /** Register a dust and noise monitor */
        post: operations["miniapp_register_device"];
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
        post: operations["miniapp_add_external_id"];
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
        post: operations["miniapp_remove_external_id"];
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
        get: operations["miniapp_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/facts/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the base information */
        post: operations["miniapp_confirm_facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/map-point": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the project's point */
        put: operations["miniapp_set_map_point"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/outline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The outline of the project's city */
        get: operations["miniapp_outline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bind a construction permit */
        post: operations["miniapp_bind_permit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply for a post */
        post: operations["miniapp_apply_for_post"];
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
        get: operations["miniapp_project_progress"];
        put?: never;
        /** File the month's progress */
        post: operations["miniapp_file_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/progress/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to file next */
        get: operations["miniapp_next_progress"];
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
        get: operations["miniapp_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stages to choose from */
        get: operations["miniapp_progress_stages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what happens to the works */
        post: operations["miniapp_change_status"];
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
        get: operations["miniapp_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/works": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List a single work */
        post: operations["miniapp_list_work"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/works/{work_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a single work */
        put: operations["miniapp_change_work"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project_id}/works/{work_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a single work off the list */
        post: operations["miniapp_remove_work"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My recent scans */
        get: operations["miniapp_qr_recent"];
        put?: never;
        /** Scan a code */
        post: operations["miniapp_qr_scan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-scans/{ticket_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm a sign-in */
        post: operations["miniapp_qr_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-scans/{ticket_id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a sign-in */
        post: operations["miniapp_qr_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/qr-scans/{ticket_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report a sign-in: this was not me */
        post: operations["miniapp_qr_report"];
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
        post: operations["miniapp_qr_ask"];
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
        get: operations["miniapp_qr_wait"];
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
        get: operations["miniapp_search"];
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
        delete: operations["miniapp_sign_out"];
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
        get: operations["miniapp_list_sessions"];
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
        delete: operations["miniapp_end_session"];
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
        post: operations["miniapp_end_all_sessions"];
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
        post: operations["miniapp_end_other_sessions"];
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
        /** Sign in */
        post: operations["miniapp_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link an identity for the first time */
        post: operations["miniapp_link_first"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to sign in in a browser */
        get: operations["miniapp_sign_in_ways"];
        put?: never;
        post?: never;
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
        /** Where WeCom proves who holds the phone */
        get: operations["miniapp_wecom_page_address"];
        put?: never;
        /** Sign in on the page that a scanned code opens */
        post: operations["miniapp_sign_in_wecom_page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a photo's upload, or find it again */
        post: operations["miniapp_begin_upload"];
        delete?: never;
        /** What the upload speaks */
        options: operations["miniapp_upload_options"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One upload */
        get: operations["miniapp_read_upload"];
        put?: never;
        /** Send a piece of a photo without PATCH */
        post: operations["miniapp_append_upload_by_post"];
        /** End an upload */
        delete: operations["miniapp_end_upload"];
        options?: never;
        /** How far an upload has come */
        head: operations["miniapp_upload_offset"];
        /** Send a piece of a photo */
        patch: operations["miniapp_append_upload"];
        trace?: never;
    };
    "/warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Warnings of my projects */
        get: operations["miniapp_list_warnings"];
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
        get: operations["miniapp_read_warning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a warning */
        post: operations["miniapp_acknowledge_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who else may take it */
        get: operations["miniapp_list_warning_colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warnings/{warning_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a warning over */
        post: operations["miniapp_hand_over_warning"];
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
        get: operations["miniapp_read_warning_readings"];
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
        post: operations["miniapp_urge_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountKind
         * @enum {string}
         */
        AccountKind: "enterprise" | "regulator";
        /** Acknowledgement */
        Acknowledgement: {
            plan: string;
            /** Format: date-time */
            promised_at: string;
        };
        /** AddedLink */
        AddedLink: {
            issuer: string;
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
        /** Listed */
        backend_projects_dangerous_dangerous_works_Listed: {
            grade: components["schemas"]["Grade"];
            /** Format: uuid */
            id: string;
            reason_en: string;
            reason_zh: string;
        };
        /**
         * Fact
         * @enum {string}
         */
        backend_projects_facts_fact_rules_Fact: "category" | "status" | "map_point" | "dangerous_works" | "devices";
        /** Fact */
        backend_supervision_rules_Fact: {
            name: components["schemas"]["Text"];
            value: string;
        };
        /** Because */
        base_works_Because: {
            reason: string;
        };
        /** ChangedWork */
        base_works_ChangedWork: {
            area_m2?: number | null;
            /** @default 0 */
            floors_above: number;
            /** @default 0 */
            floors_below: number;
            height_m?: number | null;
            length_m?: number | null;
            name: string;
            permit_id?: string | null;
            reason: string;
            structure: string;
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
        /** Bound */
        Bound: {
            class_code: string;
            /** Format: uuid */
            id: string;
            is_class_usual: boolean;
            is_of_projects_city: boolean;
            /** Format: date */
            issued_on: string;
            number: string;
        };
        /** CategoryNow */
        CategoryNow: {
            category: string;
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
        /** CheckRow */
        CheckRow: {
            checked_at: string | null;
            fact: components["schemas"]["backend_projects_facts_fact_rules_Fact"];
            reason: string | null;
            state: components["schemas"]["FactState"];
        };
        /** Choice */
        Choice: {
            language: components["schemas"]["Language"];
        };
        /** Classification */
        Classification: {
            grade: components["schemas"]["Grade"];
            reason_en: string;
            reason_zh: string;
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
        /** Colleague */
        Colleague: {
            /** Format: uuid */
            account_id: string;
            name: string;
            post: string;
        };
        /** ConditionView */
        ConditionView: {
            clause_en: string;
            clause_zh: string;
            grade: components["schemas"]["Grade"];
            higher: [
                string,
                string
            ] | null;
            key: string;
            text_en: string;
            text_zh: string;
        };
        /** Confirmation */
        Confirmation: {
            number: number;
        };
        /** Confirmed */
        Confirmed: {
            /** Format: date-time */
            confirmed_at: string;
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
        /** Because */
        dangerous_dangerous_works_Because: {
            reason: string;
        };
        /** ChangedWork */
        dangerous_dangerous_works_ChangedWork: {
            judgements?: components["schemas"]["Judgement"][];
            kind: string;
            location: string;
            measures?: components["schemas"]["Measure"][];
            name: string;
            planned_from?: string | null;
            planned_until?: string | null;
            reason: string;
            single_work_id?: string | null;
        };
        /** NewWork */
        dangerous_dangerous_works_NewWork: {
            judgements?: components["schemas"]["Judgement"][];
            kind: string;
            location: string;
            measures?: components["schemas"]["Measure"][];
            name: string;
            planned_from?: string | null;
            planned_until?: string | null;
            single_work_id?: string | null;
        };
        /** DangerousList */
        DangerousList: {
            none_declared: components["schemas"]["NoneDeclared"] | null;
            works: components["schemas"]["dangerous_dangerous_views_Work"][];
        };
        /**
         * Datum
         * @enum {string}
         */
        Datum: "wgs84" | "gcj02" | "bd09";
        /** Decided */
        Decided: {
            state: components["schemas"]["QrState"];
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
        /** DeviceCreated */
        DeviceCreated: {
            /** Format: uuid */
            id: string;
        };
        /** DeviceKey */
        DeviceKey: {
            counter: number;
            /** Format: uuid */
            id: string;
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
        /**
         * Door
         * @enum {string}
         */
        Door: "phone" | "console";
        /** Due */
        Due: {
            /** Format: date-time */
            due_at: string;
            is_overdue: boolean;
            is_paused: boolean;
            kind: string;
            period: string;
            /** Format: uuid */
            project_id: string;
        };
        /** DueDays */
        DueDays: {
            /** Format: date */
            earliest: string;
            /** Format: date */
            latest: string;
        };
        /**
         * State
         * @enum {string}
         */
        duties_obligation_rules_State: "open" | "paused" | "met" | "void";
        /** Employer */
        Employer: {
            name: string;
            role: string;
            uscc: string;
        };
        /** EndedSessions */
        EndedSessions: {
            ended: number;
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
        /** ExtensionWish */
        ExtensionWish: {
            reason: string;
            /** Format: date-time */
            until: string;
        };
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
        /**
         * Field
         * @enum {string}
         */
        Field: "name" | "permit" | "external_id" | "organisation" | "uscc";
        /** Filed */
        Filed: {
            /** Format: uuid */
            id: string;
            period: string;
            round: number;
            state: components["schemas"]["rules_State"];
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
        /** FindingReply */
        FindingReply: {
            /** Format: uuid */
            after_photo_id: string;
            /** Format: uuid */
            before_photo_id: string;
            /** Format: uuid */
            finding_id: string;
            text: string;
        };
        /** FirstLink */
        FirstLink: {
            name?: string | null;
            phone_code: string;
            ticket: string;
        };
        /** FollowUp */
        FollowUp: {
            /** Format: uuid */
            account_id: string;
            name: string;
            /** Format: date-time */
            since: string;
        };
        /**
         * Form
         * @enum {string}
         */
        Form: "measured" | "form" | "conditional";
        /**
         * Grade
         * @enum {string}
         */
        Grade: "none" | "dangerous" | "oversized";
        /** HandOver */
        HandOver: {
            /** Format: uuid */
            account_id: string;
            note: string;
        };
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
        /** HandoverId */
        HandoverId: {
            /** Format: uuid */
            id: string;
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
        /** HandoverRefusal */
        HandoverRefusal: {
            reason: string;
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
        /** Held */
        Held: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PostKind"];
            /** Format: uuid */
            project_id: string;
            project_name: string;
            /** Format: date-time */
            since: string;
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
        /** Home */
        Home: {
            cursor: string;
            dues?: components["schemas"]["Due"][];
            has_more: boolean;
            is_full: boolean;
            more: components["schemas"]["More"];
            orders?: components["schemas"]["HomeOrder"][];
            project_ids?: string[];
            projects: components["schemas"]["HomeProject"][];
            waiting: components["schemas"]["home_page_Counts"];
            warnings?: components["schemas"]["HomeWarning"][];
        };
        /** Counts */
        home_page_Counts: {
            accounts_to_approve?: number;
            applications: number;
            drafts_to_decide?: number;
            extensions_to_decide?: number;
            facts_to_verify?: number;
            handovers_to_sign: number;
            orders_to_reinspect?: number;
            reports_to_review: number;
        };
        /** HomeOrder */
        HomeOrder: {
            /** Format: date-time */
            due_at: string;
            /** Format: uuid */
            id: string;
            is_overdue: boolean;
            /** Format: uuid */
            project_id: string;
            step: components["schemas"]["OrderStep"];
            title: string;
        };
        /** HomeProject */
        HomeProject: {
            has_permit: boolean;
            has_point: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            overdue?: number;
            posts: components["schemas"]["PostKind"][];
            status: string;
        };
        /** HomeWarning */
        HomeWarning: {
            code: string;
            /** Format: uuid */
            id: string;
            level: string;
            name: string;
            /** Format: uuid */
            project_id: string;
            /** Format: date-time */
            raised_at: string;
        };
        /** Identity */
        Identity: {
            issuer: string;
            linked_at: string;
        };
        /**
         * Level
         * @enum {string}
         */
        identity_units_Level: "province" | "city" | "district" | "station";
        /** InboxMessage */
        InboxMessage: {
            /** Format: date-time */
            created_at: string;
            facts: components["schemas"]["notifications_channel_Fact"][];
            /** Format: uuid */
            id: string;
            kind: string;
            level: string | null;
            link: string;
            place: string;
            project_id: string | null;
            seen_at: string | null;
            short_code: string;
            status: string;
            /** Format: uuid */
            subject_id: string;
            summary: string;
            title: string;
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
        /** Judgement */
        Judgement: {
            holds: boolean;
            key: string;
            reason: string;
        };
        /** KindView */
        KindView: {
            basis: string;
            category_en: string;
            category_zh: string;
            code: string;
            conditions: components["schemas"]["ConditionView"][];
            form: components["schemas"]["Form"];
            grade: components["schemas"]["Grade"];
            jurisdiction: string;
            measures: components["schemas"]["MeasureView"][];
            name_en: string;
            name_zh: string;
        };
        /**
         * Language
         * @enum {string}
         */
        Language: "zh-CN" | "en";
        /** LastPhoto */
        LastPhoto: {
            address: string;
            period: string;
            /** Format: uuid */
            photo_id: string;
            thumbnail: string;
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
        /** Left */
        Left: {
            falls_to: string;
            open_matters: number;
            state: string;
        };
        /** MapPoint */
        MapPoint: {
            datum: components["schemas"]["Datum"];
            latitude: number;
            longitude: number;
            /** @default  */
            reason: string;
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
        /** Measure */
        Measure: {
            key: string;
            unit: string;
            value: number;
        };
        /** MeasureView */
        MeasureView: {
            dangerous: number | null;
            help_en: string;
            help_zh: string;
            key: string;
            least: number;
            most: number;
            name_en: string;
            name_zh: string;
            oversized: number | null;
            unit: string;
            units: string[];
        };
        /** Application */
        miniapp_api_posts_Application: {
            kind: components["schemas"]["PostKind"];
            uscc: string;
        };
        /** PostState */
        miniapp_api_posts_PostState: {
            state: string;
        };
        /** Urging */
        miniapp_api_warnings_Urging: {
            note: string;
        };
        /** Listed */
        miniapp_api_works_Listed: {
            /** Format: uuid */
            id: string;
        };
        /** Month */
        Month: {
            due_at: string | null;
            is_overdue: boolean;
            may_file: boolean;
            period: string;
            report_id: string | null;
            return_reason: string | null;
            start: components["schemas"]["Values"] | null;
            state: components["schemas"]["rules_State"] | null;
        };
        /** More */
        More: {
            dues: number;
            orders: number;
            projects: number;
            warnings: number;
        };
        /** NewCategory */
        NewCategory: {
            category: string;
            reason: string;
        };
        /** NewDevice */
        NewDevice: {
            mn: string;
            name: string;
            password: string;
        };
        /** NewDeviceKey */
        NewDeviceKey: {
            public_key: string;
        };
        /** NewExternalId */
        NewExternalId: {
            kind: string;
            single_work_id?: string | null;
            source?: string | null;
            value: string;
        };
        /** NewHandover */
        NewHandover: {
            /** @default  */
            note: string;
            /** Format: uuid */
            to_post_id: string;
        };
        /** NewPhoto */
        NewPhoto: {
            /** Format: uuid */
            photo_id: string;
            slot: string;
        };
        /** NewPost */
        NewPost: {
            /** Format: uuid */
            id: string;
            state: string;
        };
        /** NewReport */
        NewReport: {
            /** @default 0 */
            floors_done: number;
            /** @default 0 */
            floors_total: number;
            /** @default  */
            note: string;
            percent: number;
            period: string;
            photos: components["schemas"]["NewPhoto"][];
            stage: string;
        };
        /** NewScan */
        NewScan: {
            code: string;
        };
        /** NewStatus */
        NewStatus: {
            action: string;
            reason: string;
            until_on?: string | null;
        };
        /** NextReport */
        NextReport: {
            least_photos: number;
            months: components["schemas"]["Month"][];
            most_photos: number;
            note_characters: number;
            /** Format: uuid */
            project_id: string;
            project_name: string;
            slots: components["schemas"]["Slot"][];
            stages: components["schemas"]["Stage"][];
        };
        /** NoneDeclared */
        NoneDeclared: {
            /** Format: date-time */
            at: string;
            by: string;
            reason: string;
        };
        /** Fact */
        notifications_channel_Fact: {
            name: string;
            value: string;
        };
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
        /** OfflineAct */
        OfflineAct: {
            statement: string;
        };
        /** OfflineAnswer */
        OfflineAnswer: {
            outcome: components["schemas"]["supervision_offline_acts_Outcome"];
            reason: components["schemas"]["Text"] | null;
            warning: components["schemas"]["WarningDetail"];
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
        /**
         * OrderState
         * @enum {string}
         */
        OrderState: "issued" | "replied" | "reviewed" | "closed" | "withdrawn";
        /**
         * OrderStep
         * @enum {string}
         */
        OrderStep: "reply" | "review" | "reinspect" | "chase" | "issue";
        /** Outline */
        Outline: {
            city: components["schemas"]["Text"];
            rings: [
                number,
                number
            ][][];
        };
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
        /** Page[ObligationItem] */
        "Page_backend.projects.duties.obligation_views.ObligationItem_": {
            items: components["schemas"]["ObligationItem"][];
            next: string | null;
        };
        /** Page[Summary] */
        "Page_backend.projects.projects.Summary_": {
            items: components["schemas"]["Summary"][];
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
        /** Page[InboxMessage] */
        "Page_notifications.inbox.InboxMessage_": {
            items: components["schemas"]["InboxMessage"][];
            next: string | null;
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
        /** Passed */
        Passed: {
            /** @default  */
            note: string;
        };
        /** PastScan */
        PastScan: {
            browser_en: string;
            browser_zh: string;
            decided_at: string | null;
            door: components["schemas"]["Door"];
            /** Format: uuid */
            id: string;
            is_signed_in: boolean;
            place_en: string;
            place_zh: string;
            reported_at: string | null;
            /** Format: date-time */
            scanned_at: string;
            state: components["schemas"]["QrState"];
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
        /** PermitNumber */
        PermitNumber: {
            number: string;
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
        /** PhoneMe */
        PhoneMe: {
            /** Format: uuid */
            account_id: string;
            identities: components["schemas"]["Identity"][];
            is_limited: boolean;
            is_unit_administrator: boolean;
            kind: components["schemas"]["AccountKind"];
            language: string;
            name: string;
            phone: string | null;
            posts: components["schemas"]["Held"][];
            unit_id: string | null;
            unit_level: components["schemas"]["identity_units_Level"] | null;
            unit_name_en: string | null;
            unit_name_zh: string | null;
            unit_region_code: string | null;
            unit_region_en: string | null;
            unit_region_zh: string | null;
            unit_sector: string | null;
        };
        /** PhonePage */
        PhonePage: {
            url: string;
        };
        /** PhoneProved */
        PhoneProved: {
            token: string;
        };
        /** PhoneSignedIn */
        PhoneSignedIn: {
            /** @default false */
            is_dormant: boolean;
            link_ticket?: string | null;
            token?: string | null;
        };
        /** PhoneSignIn */
        PhoneSignIn: {
            code: string;
            provider: components["schemas"]["Provider"];
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
        /** PhotoForm */
        PhotoForm: {
            /** Format: binary */
            file: string;
            /** Format: uuid */
            project_id: string;
            purpose: components["schemas"]["Purpose"];
            sha256?: string | null;
            slot: string;
        };
        /** Placed */
        Placed: {
            latitude: number;
            longitude: number;
            moved_m?: number | null;
            warning_en?: string | null;
            warning_zh?: string | null;
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
        /** Preparation */
        Preparation: {
            matters: components["schemas"]["Matter"][];
            post_kind: components["schemas"]["PostKind"];
            successors: components["schemas"]["Successor"][];
        };
        /** Return */
        projects_monthly_progress_Return: {
            reason: string;
        };
        /** Found */
        projects_people_posts_Found: {
            city_code: string;
            employers: components["schemas"]["Employer"][];
            name: string;
            parties: string[];
            /** Format: uuid */
            project_id: string;
        };
        /**
         * Proof
         * @enum {string}
         */
        Proof: "permit" | "approver" | "station";
        /**
         * Provider
         * @enum {string}
         */
        Provider: "wechat" | "wecom" | "wecom_page";
        /**
         * Purpose
         * @enum {string}
         */
        Purpose: "progress" | "order_before" | "order_after" | "site";
        /**
         * QrState
         * @enum {string}
         */
        QrState: "waiting" | "scanned" | "confirmed" | "signed_in" | "refused" | "expired" | "blocked" | "reused" | "reported";
        /** Refusal */
        Refusal: {
            reason: string;
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
        /** Replies */
        Replies: {
            replies: components["schemas"]["FindingReply"][];
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
        /** Reported */
        Reported: {
            ended_sessions: number;
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
        /** Scan */
        Scan: {
            /** Format: date-time */
            asked_at: string;
            browser_en: string;
            browser_zh: string;
            door: components["schemas"]["Door"];
            /** Format: uuid */
            id: string;
            is_elsewhere: boolean;
            offered: number[];
            place_en: string;
            place_zh: string;
            seconds_left: number;
            state: components["schemas"]["QrState"];
            tries_left: number;
        };
        /** SentBack */
        SentBack: {
            reason: string;
        };
        /**
         * Severity
         * @enum {string}
         */
        Severity: "general" | "serious";
        /** ShownPhoto */
        ShownPhoto: {
            address: string;
            /** Format: uuid */
            photo_id: string;
            thumbnail: string;
        };
        /** Signature */
        Signature: {
            seen: string;
        };
        /** Slot */
        Slot: {
            code: string;
            is_required: boolean;
            last: components["schemas"]["LastPhoto"] | null;
            name_en: string;
            name_zh: string;
            stages: string[];
        };
        /** Stage */
        Stage: {
            code: string;
            has_floors: boolean;
            name_en: string;
            name_zh: string;
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "not_started" | "under_construction" | "paused" | "finished";
        /** StatusNow */
        StatusNow: {
            status: components["schemas"]["Status"];
        };
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
        /** StoredPhoto */
        StoredPhoto: {
            height: number;
            /** Format: uuid */
            id: string;
            sha256: string;
            thumbnail: string;
            width: number;
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
        /**
         * Outcome
         * @enum {string}
         */
        supervision_offline_acts_Outcome: "applied" | "recorded";
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
        /**
         * Topic
         * @enum {string}
         */
        Topic: "people" | "facts" | "progress" | "obligations" | "warnings" | "orders" | "dangerous_works" | "messages";
        /** Trial */
        Trial: {
            judgements?: components["schemas"]["Judgement"][];
            kind: string;
            measures?: components["schemas"]["Measure"][];
            /** @default 440000 */
            region_code: string;
        };
        /** Unseen */
        Unseen: {
            unseen: number;
        };
        /** UploadState */
        UploadState: {
            /** Format: uuid */
            id: string;
            length: number;
            offset: number;
            photo: components["schemas"]["StoredPhoto"] | null;
        };
        /** Vacancy */
        Vacancy: {
            answered_by: string;
            kind: components["schemas"]["PostKind"];
        };
        /** Values */
        Values: {
            floors_done: number;
            floors_total: number;
            note: string;
            percent: number;
            period: string;
            stage: string;
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
        /**
         * WarningState
         * @enum {string}
         */
        WarningState: "open" | "acknowledged" | "closed";
        /** Ways */
        Ways: {
            sandbox: string | null;
            sandbox_phone: string | null;
            wecom: string;
        };
        /** WecomProof */
        WecomProof: {
            code: string;
        };
        /**
         * WorkState
         * @enum {string}
         */
        WorkState: "listed" | "removed";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    miniapp_dangerous_work_kinds: {
        parameters: {
            query?: {
                region_code?: string;
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
                    "application/json": components["schemas"]["KindView"][];
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
    miniapp_dangerous_work: {
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
    miniapp_change_dangerous_work: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                work_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["dangerous_dangerous_works_ChangedWork"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["backend_projects_dangerous_dangerous_works_Listed"];
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
    miniapp_remove_dangerous_work: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                work_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["dangerous_dangerous_works_Because"];
            };
        };
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
    miniapp_classify_dangerous_work: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Trial"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classification"];
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
    miniapp_register_device_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeviceKey"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceKey"];
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
    miniapp_list_handovers: {
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
                    "application/json": components["schemas"]["HandoverItem"][];
                };
            };
        };
    };
    miniapp_read_handover: {
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
    miniapp_refuse_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverRefusal"];
            };
        };
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
    miniapp_sign_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Signature"];
            };
        };
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
    miniapp_withdraw_handover: {
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
    miniapp_home: {
        parameters: {
            query?: {
                since?: string | null;
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
                    "application/json": components["schemas"]["Home"];
                };
            };
            304: {
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
    miniapp_me: {
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
                    "application/json": components["schemas"]["PhoneMe"];
                };
            };
        };
    };
    miniapp_set_language: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choice"];
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
    miniapp_add_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedLink"];
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
    miniapp_list_messages: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                unseen_only?: boolean;
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
                    "application/json": components["schemas"]["Page_notifications.inbox.InboxMessage_"];
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
    miniapp_mark_message_seen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
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
                    "application/json": components["schemas"]["Unseen"];
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
    miniapp_list_obligations: {
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
    miniapp_send_offline_act: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfflineAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfflineAnswer"];
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
    miniapp_list_orders: {
        parameters: {
            query?: {
                cursor?: string | null;
                is_extension_asked?: boolean | null;
                is_overdue?: boolean | null;
                limit?: number;
                project_id?: string | null;
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
    miniapp_read_order: {
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
    miniapp_close_order: {
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
    miniapp_ask_extension: {
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
                "application/json": components["schemas"]["ExtensionWish"];
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
    miniapp_grant_extension: {
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
    miniapp_refuse_extension: {
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
    miniapp_pass_order: {
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
                "application/json": components["schemas"]["Passed"];
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
    miniapp_reply_to_order: {
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
                "application/json": components["schemas"]["Replies"];
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
    miniapp_return_order: {
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
    miniapp_send_back_order: {
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
                "application/json": components["schemas"]["SentBack"];
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
    miniapp_send_photo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PhotoForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredPhoto"];
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
    miniapp_my_posts: {
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
                    "application/json": components["schemas"]["Post"][];
                };
            };
        };
    };
    miniapp_approve_post: {
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
                    "application/json": components["schemas"]["miniapp_api_posts_PostState"];
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
    miniapp_end_post: {
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
                "application/json": components["schemas"]["Refusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["miniapp_api_posts_PostState"];
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
    miniapp_prepare_handover: {
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
    miniapp_offer_handover: {
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
                    "application/json": components["schemas"]["HandoverId"];
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
    miniapp_leave_post: {
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
                    "application/json": components["schemas"]["Left"];
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
    miniapp_refuse_post: {
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
                "application/json": components["schemas"]["Refusal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["miniapp_api_posts_PostState"];
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
    miniapp_withdraw_post: {
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
                    "application/json": components["schemas"]["miniapp_api_posts_PostState"];
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
    miniapp_posts_to_decide: {
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
                    "application/json": components["schemas"]["Post"][];
                };
            };
        };
    };
    miniapp_progress_report: {
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
    miniapp_return_progress: {
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
                "application/json": components["schemas"]["projects_monthly_progress_Return"];
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
    miniapp_review_progress: {
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
    miniapp_progress_to_review: {
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
                    "application/json": components["schemas"]["Report"][];
                };
            };
        };
    };
    miniapp_find_project: {
        parameters: {
            query: {
                permit_number: string;
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
                    "application/json": components["schemas"]["projects_people_posts_Found"];
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
    miniapp_list_projects: {
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
    miniapp_project: {
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
    miniapp_change_category: {
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
                "application/json": components["schemas"]["NewCategory"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryNow"];
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
    miniapp_dangerous_works: {
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
    miniapp_list_dangerous_work: {
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
                "application/json": components["schemas"]["dangerous_dangerous_works_NewWork"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["backend_projects_dangerous_dangerous_works_Listed"];
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
    miniapp_declare_no_dangerous_works: {
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
                "application/json": components["schemas"]["dangerous_dangerous_works_Because"];
            };
        };
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
    miniapp_list_devices: {
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
    miniapp_register_device: {
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
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceCreated"];
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
    miniapp_add_external_id: {
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
    miniapp_remove_external_id: {
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
                    "application/json": components["schemas"]["miniapp_api_works_Listed"];
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
    miniapp_facts: {
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
    miniapp_confirm_facts: {
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
                    "application/json": components["schemas"]["Confirmed"];
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
    miniapp_set_map_point: {
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
                "application/json": components["schemas"]["MapPoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
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
    miniapp_outline: {
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
                    "application/json": components["schemas"]["Outline"];
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
    miniapp_bind_permit: {
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
                "application/json": components["schemas"]["PermitNumber"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bound"];
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
    miniapp_apply_for_post: {
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
                "application/json": components["schemas"]["miniapp_api_posts_Application"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPost"];
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
    miniapp_project_progress: {
        parameters: {
            query?: {
                limit?: number;
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
    miniapp_file_progress: {
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
                "application/json": components["schemas"]["NewReport"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filed"];
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
    miniapp_next_progress: {
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
                    "application/json": components["schemas"]["NextReport"];
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
    miniapp_reviews: {
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
    miniapp_progress_stages: {
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
                    "application/json": components["schemas"]["Stage"][];
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
    miniapp_change_status: {
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
                "application/json": components["schemas"]["NewStatus"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusNow"];
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
    miniapp_timeline: {
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
    miniapp_list_work: {
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
                "application/json": components["schemas"]["base_works_NewWork"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["miniapp_api_works_Listed"];
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
    miniapp_change_work: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                work_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["base_works_ChangedWork"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["miniapp_api_works_Listed"];
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
    miniapp_remove_work: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                work_id: string;
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
                    "application/json": components["schemas"]["miniapp_api_works_Listed"];
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
    miniapp_qr_recent: {
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
                    "application/json": components["schemas"]["PastScan"][];
                };
            };
        };
    };
    miniapp_qr_scan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewScan"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
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
    miniapp_qr_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
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
    miniapp_qr_refuse: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Decided"];
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
    miniapp_qr_report: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Reported"];
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
    miniapp_qr_ask: {
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
    miniapp_qr_wait: {
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
    miniapp_search: {
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
    miniapp_sign_out: {
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
    miniapp_list_sessions: {
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
    miniapp_end_session: {
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
    miniapp_end_all_sessions: {
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
    miniapp_end_other_sessions: {
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
    miniapp_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneSignIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneSignedIn"];
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
    miniapp_link_first: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstLink"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneSignedIn"];
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
    miniapp_sign_in_ways: {
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
                    "application/json": components["schemas"]["Ways"];
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
    miniapp_wecom_page_address: {
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
                    "application/json": components["schemas"]["PhonePage"];
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
    miniapp_sign_in_wecom_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WecomProof"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneProved"];
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
    miniapp_begin_upload: {
        parameters: {
            query?: never;
            header: {
                "Upload-Length": number;
                "Upload-Metadata": string;
            };
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
                    "application/json": components["schemas"]["UploadState"];
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
    miniapp_upload_options: {
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
                    "Tus-Resumable"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
        };
    };
    miniapp_read_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
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
                    "application/json": components["schemas"]["UploadState"];
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
    miniapp_append_upload_by_post: {
        parameters: {
            query?: never;
            header: {
                "Upload-Offset": number;
                "X-HTTP-Method-Override": "PATCH";
            };
            path: {
                upload_id: string;
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
                    "application/json": components["schemas"]["UploadState"];
                };
            };
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
    miniapp_end_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    "Tus-Resumable"?: string;
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
    miniapp_upload_offset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "Tus-Resumable"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
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
    miniapp_append_upload: {
        parameters: {
            query?: never;
            header: {
                "Upload-Offset": number;
            };
            path: {
                upload_id: string;
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
                    "application/json": components["schemas"]["UploadState"];
                };
            };
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
    miniapp_list_warnings: {
        parameters: {
            query?: {
                cursor?: string | null;
                levels?: components["schemas"]["supervision_rules_Level"][] | null;
                limit?: number;
                project_id?: string | null;
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
    miniapp_read_warning: {
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
    miniapp_acknowledge_warning: {
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
                "application/json": components["schemas"]["Acknowledgement"];
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
    miniapp_list_warning_colleagues: {
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
                    "application/json": components["schemas"]["Colleague"][];
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
    miniapp_hand_over_warning: {
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
                "application/json": components["schemas"]["HandOver"];
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
    miniapp_read_warning_readings: {
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
    miniapp_urge_warning: {
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
                "application/json": components["schemas"]["miniapp_api_warnings_Urging"];
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
}
