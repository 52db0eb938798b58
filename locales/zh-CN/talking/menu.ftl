### 菜单、帮助和口令

menu = { $name }，您好！请选择要办的事
menu-visit = 访企预约
menu-mine = 我的访企
menu-waiting = 待我处理
menu-today = 今日来访
menu-verify = 核验绿码
menu-visits = 辖区访企
menu-ask = 码上问
menu-inquiries = 诉求清单
menu-rates = 办理情况
menu-interference = 有人干预

help =
    { $name }，办事这样说
    · 点按钮，或直接打字；有序号的，回复序号也行。
    · 日期时间照平常说，例如“下周四 14:30-16:30”。
    · 到企业门口，扫告示牌上的二维码打卡，或拍下来发给我。
    · 随时可说“菜单”“上一步”“取消”“语言”。

# 口令：打字就能用，用“ | ”分开，不能有歧义，也不能是问题的答案
command-start = 开始
command-menu = 菜单 | 主菜单 | 目录
command-help = 帮助 | 怎么用 | 使用说明
command-language = 语言 | 切换语言 | english
command-visit = 访企预约 | 预约访企 | 申请入企
command-mine = 我的访企 | 我的预约
command-waiting = 待我处理 | 待办
command-today = 今日来访 | 今天谁来
command-verify = 核验绿码 | 核验 | 验码
command-ask = 码上问 | 提问 | 我要提问
command-rates = 办理情况 | 三率
command-inquiries = 我的诉求 | 诉求清单 | 诉求办理
command-visits = 辖区访企 | 访企列表
command-interference = 有人干预 | 干预评价
command-cancel = 取消 | 算了 | 不办了
command-back = 上一步 | 返回 | 退回上一步

# Telegram 的命令列表
telegram-command-visit = 访企预约：申请到企业去
telegram-command-mine = 我的访企：看进展、撤回、换人
telegram-command-waiting = 待我处理：批准或答复
telegram-command-today = 今日来访：今天谁来企业
telegram-command-verify = 核验绿码：输入六位数字
telegram-command-ask = 码上问：向部门提问、反映问题
telegram-command-rates = 办理情况：响应率、解决率、满意率
telegram-command-inquiries = 诉求清单：看进展、办理诉求
telegram-command-visits = 辖区访企：督查查看
telegram-command-interference = 有人干预评价：报告督查
telegram-command-menu = 菜单
telegram-command-help = 帮助：怎么用
telegram-command-language = 语言 / Language
telegram-command-cancel = 取消正在办的事

# 企业微信的菜单，上一级最多16字节，下一级最多40字节
wecom-menu-work = 办事
wecom-menu-scan = 扫码
wecom-menu-me = 我的
wecom-menu-visit = 访企预约
wecom-menu-mine = 我的访企
wecom-menu-waiting = 待我处理
wecom-menu-today = 今日来访
wecom-menu-verify = 核验绿码
wecom-menu-visits = 辖区访企
wecom-menu-ask = 码上问
wecom-menu-inquiries = 诉求清单
wecom-menu-help = 帮助
wecom-menu-language = 语言
