// The page's own words in both languages, and the one in use.

const WORDS = {
  "zh-CN": {
    brand: "赋码 · 试用台",
    people: "人员",
    phones: "手机",
    language: "English",
    languageLabel: "Switch the page to English",
    offline: "连接不上服务，正在重试……",
    wecom: "企业微信",
    telegram: "Telegram",
    app: "赋码",
    bot: "机器人",
    unread: "{n} 条未读",
    pin: "把 {who} 排到最前",
    unpin: "取消 {who} 的置顶",
    phoneOf: "{who} 的手机",
    chatOf: "{who} 的聊天记录",
    businessTime: "业务时间",
    jumpTime: "快进时间",
    half: "+30 分钟",
    twoHours: "+2 小时",
    morning: "下个工作日 8:30",
    day: "+1 天",
    jumpTo: "快进到",
    jump: "前往",
    moving: "正在快进，到期的事项逐一办理……",
    past: "业务时间只能往前走",
    message: "输入消息",
    messageTo: "{who} 发消息给赋码",
    send: "发送",
    attach: "发送图片或文件",
    photo: "图片",
    file: "文件",
    scan: "扫一扫",
    commands: "菜单",
    commandList: "命令",
    menu: "应用菜单",
    newMessages: "{n} 条新消息",
    empty: "还没有消息",
    emptyWecom: "点下方菜单，或直接输入文字开始",
    emptyTelegram: "点“开始”，和赋码打个招呼",
    start: "开始",
    me: "我",
    browser: "浏览器",
    picture: "图片",
    pictureFrom: "{who} 收到的图片",
    openPicture: "放大查看：{what}",
    download: "下载 {name}",
    edited: "已编辑",
    sent: "已发送",
    opensTab: "（在新标签页打开）",
    today: "今天",
    yesterday: "昨天",
    close: "关闭",
    scanTitle: "{who} 扫一扫",
    scanHint: "把镜头对准……",
    signs: "企业门口的赋码牌",
    noSigns: "还没有制作赋码牌",
    seen: "别人手机上的图片",
    noSeen: "聊天里还没有图片",
    upload: "从相册选一张图片",
    paste: "或粘贴码里的内容",
    recognise: "识别",
    sendPhoto: "发送图片",
    sendFile: "发送文件",
    caption: "添加说明（可不填）",
    failed: "操作没有成功：{why}",
    unreachable: "连接不上服务",
    badAnswer: "服务返回 {status}",
  },
  en: {
    brand: "Fuma · try it out",
    people: "People",
    phones: "Phones",
    language: "中文",
    languageLabel: "页面切换为中文",
    offline: "The service can’t be reached, trying again…",
    wecom: "WeCom",
    telegram: "Telegram",
    app: "赋码",
    bot: "bot",
    unread: "{n} unread",
    pin: "Move {who} to the front",
    unpin: "Unpin {who}",
    phoneOf: "{who}’s phone",
    chatOf: "{who}’s chat",
    businessTime: "Business time",
    jumpTime: "Move time",
    half: "+30 min",
    twoHours: "+2 h",
    morning: "Next working day 8:30",
    day: "+1 day",
    jumpTo: "Move on to",
    jump: "Go",
    moving: "Moving on, settling all that falls due…",
    past: "Business time only moves forward",
    message: "Message",
    messageTo: "{who} writes to Fuma",
    send: "Send",
    attach: "Send a photo or a file",
    photo: "Photo",
    file: "File",
    scan: "Scan",
    commands: "Menu",
    commandList: "Commands",
    menu: "App menu",
    newMessages: "{n} new",
    empty: "No messages yet",
    emptyWecom: "Choose from the menu below, or type something",
    emptyTelegram: "Press Start to say hello to Fuma",
    start: "Start",
    me: "Me",
    browser: "Browser",
    picture: "Picture",
    pictureFrom: "Picture on {who}’s phone",
    openPicture: "Enlarge: {what}",
    download: "Download {name}",
    edited: "edited",
    sent: "sent",
    opensTab: " (opens in a new tab)",
    today: "Today",
    yesterday: "Yesterday",
    close: "Close",
    scanTitle: "{who} scans",
    scanHint: "Point the camera at…",
    signs: "Signs at the gates",
    noSigns: "No signs yet",
    seen: "Pictures on others’ phones",
    noSeen: "No pictures in the chats yet",
    upload: "Choose a photo",
    paste: "or paste what the code says",
    recognise: "Read",
    sendPhoto: "Send photo",
    sendFile: "Send file",
    caption: "Add a caption (optional)",
    failed: "That didn’t work: {why}",
    unreachable: "the service can’t be reached",
    badAnswer: "the service answered {status}",
  },
};
const STORED = "fuma.language";

let current = localStorage.getItem(STORED) === "en" ? "en" : "zh-CN";

export const language = () => current;

/** The words for `key`, with {name} places filled from `values`. */
export function t(key, values = {}) {
  return WORDS[current][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Writes the words into every element under `root` that asks for them by a data-t attribute. */
export function relabel(root = document) {
  const values = (node) => JSON.parse(node.dataset.tValues ?? "{}");
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t, values(node));
  for (const node of root.querySelectorAll("[data-t-label]")) {
    const words = t(node.dataset.tLabel, values(node));
    node.setAttribute("aria-label", words);
    if (node.matches("button")) node.title = words;
  }
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
}

/** Switches to the other language and remembers it; whoever listens for `language` on window draws anew. */
export function switchLanguage() {
  current = current === "en" ? "zh-CN" : "en";
  localStorage.setItem(STORED, current);
  showLanguage();
  window.dispatchEvent(new Event("language"));
}

export function showLanguage() {
  document.documentElement.lang = current;
  document.title = t("brand");
  relabel();
}
