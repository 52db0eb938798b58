### 联系不上企业：通知承办人和平台管理员，满期限后书面送达

enterprise-not-reached =
    企业还没有人能收到消息
    这家企业没有绑定管理员，或消息送不到，不答复不会视为同意。请直接联系企业，并请平台管理员邀请绑定。
    企业：{ $enterprise }
    时间：{ $window }
operator-not-reached =
    有企业收不到消息，请邀请绑定
    这家企业没有绑定管理员，或消息送不到，访企的征求意见停在这里。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    承办人：{ $official }
enterprise-still-unreached =
    仍联系不上企业
    已满{ $days }个工作日。这类访企要等企业答复；不去了，请点“撤回”。
    企业：{ $enterprise }
    时间：{ $window }
paper-notice-possible =
    仍联系不上企业，可以书面送达
    已满{ $days }个工作日。请把盖章的通知送到企业，再点“书面送达”上传；督查批准后进行。企业绑定了，仍在这里征求意见。
    企业：{ $enterprise }
    时间：{ $window }
enterprise-reached =
    企业联系上了，正在征求意见
    请企业在{ $due }前答复；不再用书面送达。
    企业：{ $enterprise }
    时间：{ $window }
visit-lapsed-unasked =
    这次访企已失效
    征求意见没有及时送到企业，现在离来访太近，这次不再进行。要来，请另约一天。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
answered-too-late =
    送到时已来不及答复，已失效
    部门：{ $departments }
    时间：{ $window }
    到时：{ $at }
unreached-inspection = 企业收不到消息，{ $earliest }起可以书面送达
unreached-other = 企业收不到消息，{ $earliest }再提醒
unreached-paper = 企业收不到消息，可以书面送达

button-serve = 书面送达
button-notice-show = 看通知
button-notice-approve = 批准送达
button-notice-reject = 不予批准

ask-notice-serve-notice =
    请发书面通知的照片或PDF
    要看得清盖章、日期和企业签收。
    企业：{ $enterprise }
    时间：{ $window }
expects-notice = 这一步要发书面通知的照片或PDF，文字不行。
ask-notice-serve-day =
    通知上写的是哪一天？
    原定时间已过。请点日期，或写日期，例如“下周四 14:30-16:30”，要和通知一致。
    企业：{ $enterprise }
    原定：{ $window }
ask-notice-serve-span =
    通知上写的是几点到几点？
    请点时间，或写时间，例如“14:30-16:30”。
    企业：{ $enterprise }
    原定：{ $window }
notice-sent =
    书面通知已交督查审核
    企业：{ $enterprise }
    时间：{ $served }
    通知：{ $slip }
notice-to-approve =
    书面送达，请审核
    企业收不到消息，已满{ $days }个工作日。点“批准送达”，这次检查就算约定。
    企业：{ $enterprise }
    部门：{ $departments }
    事项：{ $matters }
    时间：{ $served }
    送达人：{ $official }
notice-approved =
    已批准书面送达
    这次检查已经约定，绿码随后发出。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $served }
notice-rejected =
    书面送达没有批准
    补正以后可以再点“书面送达”。
    企业：{ $enterprise }
    时间：{ $served }
    理由：{ $reason }
    审核人：{ $by }
notice-rejected-done =
    书面送达未予批准
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $served }
    理由：{ $reason }
ask-notice-reject-reason =
    为什么不批准？
    请点理由，或写几个字，承办人会看到。
notice-unreadable = 通知看不清
notice-not-served = 没有企业签收
notice-wrong-day = 日期对不上

refusal-no-paper-way =
    现在不能书面送达。
    企业已经能收到消息，或者期限还没有满。
refusal-notice-decided =
    这份通知已经处理过了。
    可能已经审核，或者承办人重新上传了。
refusal-notice-too-late =
    通知上的时间已过。
    这一次不能批准了，请承办人重新送达。

# 没能送到的消息：本人回来时告诉本人，平台管理员在待我处理里看到
messages-missed =
    有{ $count }条消息没能送到您这里
    下面是最近的几条，情况可能已经变了；请点“菜单”，看现在要办的事。
    { $named }
missed-one = · { $at }　{ $title }
button-menu = 菜单
operator-aside =
    有消息没能送达
    多次重发没有回音，或者平台不收，收信人可能没有看到。请让技术人员运行“fuma doctor”查看原因。
    { $counts }
aside-aside = · { $channel }：{ $count }条没有回音，自{ $since }起
aside-refused = · { $channel }：{ $count }条平台不收，自{ $since }起
channel-telegram = Telegram
channel-wecom = 企业微信
