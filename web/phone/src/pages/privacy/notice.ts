import { texts } from "@/i18n";

/** What the notice says; docs/phone/publishing tells WeChat the same. */
export const notice = texts({
  "zh-CN": {
    inShort: "只在用到时才索取手机号、照片和位置，用于核实身份和工地现场情况；本项目人员和监督机构可见，不提供给其他人。",
    whatTitle: "收集什么、什么时候、为什么",
    phone: "手机号", phoneWhy: "首次登录时，经您点按钮授权。用来核对您是不是项目上登记的那个人。页面上只显示前三位和后四位。",
    photos: "照片", photosWhy: "您拍摄或从相册选取时。用于形象进度和整改前后对比。照片自带的拍摄时间、地点会一并读取，用来核对。",
    place: "位置", placeWhy: "您在“地图定位”里点“用我的位置”时才读取。用来核对工地坐标，不做持续定位。",
    device: "登录设备", deviceWhy: "每次登录时记录设备型号、大致地点和时间，让您在“登录设备”里看到并随时退出。",
    acts: "您的操作", actsWhy: "谁在什么时候填报、签认、审批，是法定监管记录。",
    whoTitle: "谁能看到", who: "您所在项目的有关岗位，以及负责该项目的监督机构及其上级。手机号完整号码只用于核对身份，不向其他人显示。没有广告，不提供给第三方。",
    longTitle: "保存多久", long: "登录状态最长 90 天，30 天不用即失效。填报、照片和签认属于工程监管档案，随项目档案保存，平台不会自动删除；传上来却没有用到的照片，一周后删除。手机上未提交的草稿和照片，只存在这部手机里。",
    stopTitle: "怎样撤回", stop: "随时可以在本页撤回同意：之后不再索取手机号、照片和位置，需要它们的功能暂时不能使用；其他功能照常。已提交的监管记录依法保存，不能自行删除；需要更正的，联系项目总监或监督机构。",
  },
  en: {
    inShort: "Phone number, photos and place are asked for only when needed, to check who you are and what the site looks like. Your project's people and the supervising bodies see them, nobody else.",
    whatTitle: "What, when and why",
    phone: "Phone number", phoneWhy: "At the first sign-in, when you tap the button. To check that you are the person whom the project has registered. Screens show its first three and last four digits only.",
    photos: "Photos", photosWhy: "When you take or choose one. For monthly progress, and before and after a rectification. The time and place inside the picture are read too, for checking.",
    place: "Place", placeWhy: "When you tap “Use my position” on the page “Place on the map”. To check the site's coordinates. You are never followed.",
    device: "Devices", deviceWhy: "At each sign-in: model, rough place and time, so that you see under “Where I am signed in” and can end it.",
    acts: "What you do", actsWhy: "Who reported, acknowledged or approved what and when is a record that the law asks for.",
    whoTitle: "Who sees it", who: "The posts of your project, the body that supervises it, and those above it. The whole phone number serves to identify you and is shown to nobody. No advertising, no third parties.",
    longTitle: "How long", long: "You stay signed in for 90 days at most, and not after 30 days without use. Reports, photos and acknowledgements are the project's supervision file and are kept with it, not deleted by themselves; a photo that was sent but used nowhere goes after a week. Drafts and photos not yet sent are on this phone only.",
    stopTitle: "How to withdraw", stop: "On this page, at any time: phone number, photos and place are then not asked for any more, and what needs them stands still; all else works. Records already handed in are kept by law; to correct one, ask the chief supervision engineer or the supervising body.",
  },
});

/** What is collected, each with its reason. */
export const COLLECTED = ["phone", "photos", "place", "device", "acts"] as const;
