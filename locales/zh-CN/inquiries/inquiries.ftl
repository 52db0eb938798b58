### 码上问、马上答：企业提问，部门办理，督查指定

# 按钮
button-inquiry-show = 看全部经过
button-inquiry-files = 看附件
button-inquiry-number = { $bare }
button-inquiry-withdraw = 撤回
button-inquiry-input = 补充回复
button-inquiry-solved = 解决了
button-inquiry-not-solved = 没有解决
button-inquiry-reopen = 重新办理
button-inquiry-accept = 受理
button-inquiry-return = 退回
button-inquiry-out-of-scope = 不予受理
button-inquiry-answer = 答复
button-inquiry-ask-back = 请企业补充
button-inquiry-note = 记一笔
button-inquiry-more = 更多操作
button-inquiry-transfer = 转办
button-inquiry-help = 请求协办
button-inquiry-extend = 申请延期
button-inquiry-link = 并案
button-inquiry-take = 接办
button-inquiry-leave = 不接办
button-inquiry-grant = 同意延期
button-inquiry-deny = 不同意延期
button-inquiry-contribute = 协办回复
button-inquiry-release = 公开答复
button-inquiry-designate = 指定单位

# 保密的诉求：办理的人在每处都看得到
inquiry-marked-secret = 【保密】{ $question }
inquiry-secret = 保密件：不得让{ $about }知道。

# 到了哪一步
inquiry-state-asked = 等部门受理
inquiry-state-placing = 等督查指定单位
inquiry-state-accepted = 正在办理
inquiry-state-waiting = 等企业补充
inquiry-state-answered = 已答复，等企业确认
inquiry-state-closed = 已办结
inquiry-ending-solved = 企业确认已解决
inquiry-ending-not-marked = 企业未评
inquiry-ending-no-input = 企业没有补充
inquiry-ending-out-of-scope = 不予受理
inquiry-ending-withdrawn = 企业撤回

# 经过：每一步发生了什么
inquiry-event-asked = 已交{ $to }
inquiry-event-asked-in-confidence = 保密投诉已交督查
inquiry-event-accepted = { $department }已受理
inquiry-event-deemed = { $department }逾期未受理，默认受理
inquiry-event-returned = { $department }退回，转到{ $to }
inquiry-event-placed = { $department }退回，交督查指定
inquiry-event-designation-overdue = 督查指定单位已逾期
inquiry-event-designated = 督查指定{ $to }承办
inquiry-event-noted = { $department }有说明
inquiry-event-offered = { $department }拟转{ $to }办理
inquiry-event-taken = { $to }已接办
inquiry-event-left = { $to }不接办，仍由原单位办理
inquiry-event-offer-lapsed = { $to }逾期未接，仍由原单位办理
inquiry-event-asked-back = { $department }请企业补充
inquiry-event-input = 企业已补充
inquiry-event-extension-asked = { $department }申请延期
inquiry-event-extended = 延期到{ $until }
inquiry-event-extension-denied = 负责人不同意延期
inquiry-event-extension-lapsed = 负责人逾期未批，不延期
inquiry-event-help-asked = { $department }请{ $to }协办
inquiry-event-helped = { $to }已作协办回复
inquiry-event-help-overdue = { $to }协办逾期
inquiry-event-linked = 与同样的诉求一并办理
inquiry-event-reply-overdue = { $department }首次回复逾期
inquiry-event-resolve-overdue = { $department }答复逾期
inquiry-event-answered = { $department }已答复
inquiry-event-solved = 企业确认已解决
inquiry-event-not-solved = 企业说没有解决
inquiry-event-not-marked = 到期未评，自动办结
inquiry-event-satisfied = 企业已评满意度
inquiry-event-no-input = 到期没有补充，已办结
inquiry-event-reopened = 企业要求重新办理
inquiry-event-out-of-scope = { $department }不予受理
inquiry-event-withdrawn = 企业已撤回

# 时限
clock-accept = 受理
clock-designation = 指定单位
clock-transfer = 接办
clock-extension = 批延期
clock-first-reply = 首次回复
clock-resolve = 答复
clock-input = 企业补充
clock-marking = 企业确认
inquiry-clock = { $clock }：{ $due }前
inquiry-clock-paused = { $clock }：等企业补充，暂停计时
inquiry-clock-overdue = { $clock }：已逾期，应在{ $due }前
inquiry-time-used = { $department }：办公时间{ $hours }小时
inquiry-step =
    { $at } { $happened }
    { $said }

# 提问
ask-inquiry-ask-words =
    您要问什么、反映什么？
    请照实写，以{ $enterprise }的名义提交；照片和文件下一步再发。
ask-inquiry-ask-enterprise = 以哪家企业的名义提问？
ask-inquiry-ask-similar =
    别人问过相近的，看看有没有用
    { $answers }
inquiry-similar =
    { $number }. { $question }
    { $department }答：{ $answer }
inquiry-helped = 第{ $number }条有用，不用再问
inquiry-ask-anyway = 都不是，继续提问
inquiry-answer-used =
    好的，这次就不用等答复了
    这条答复来自{ $department }。还有疑问，随时再问。
ask-inquiry-ask-file = { $count ->
    [0] 有照片或文件吗？现在发；没有就点“跳过”。
   *[other] 收到。还有就接着发；没有了点“跳过”。
    }
expects-file = 这一步请发照片或PDF；没有就点“跳过”。
ask-inquiry-ask-place =
    这件事交给哪个部门？
    { $because }
    不合适就选“其他部门”；投诉某个部门又不想让它知道，选“保密投诉”。
inquiry-because = { $department }：您提到“{ $words }”
inquiry-because-matter = { $department }：您提到“{ $words }”，它办“{ $matter }”
inquiry-other-department = 其他部门
inquiry-in-confidence = 保密投诉
ask-inquiry-ask-department = 请写部门名称的几个字。
ask-inquiry-ask-about =
    您要投诉哪个部门？请写几个字。
    这件诉求直接交督查，不会让该部门知道。
no-such-department = 没有找到这个部门，请换几个字再写。
ask-inquiry-ask-confirm =
    请核对，没有错就点“确认提交”
    内容：{ $words }
    附件：{ $files }
    交给：{ $department }
    保密投诉：{ $about }

# 企业的其他话
ask-inquiry-input-words =
    { $department }请您补充
    { $wanted }
    请写清楚；照片和文件下一步再发。
ask-inquiry-input-file = { $count ->
    [0] 有照片或文件吗？现在发；没有就点“跳过”。
   *[other] 收到。还有就接着发；没有了点“跳过”。
    }
ask-inquiry-withdraw-reason =
    为什么撤回？
    请点理由，或写几个字。
    诉求：{ $question }
inquiry-settled = 已经解决了
inquiry-mistaken = 提错了
ask-inquiry-reopen-words =
    还有什么没有解决？
    请点理由，或写几个字，{ $department }会看到。
    诉求：{ $question }
inquiry-not-done = 答应的事没有办
inquiry-beside-the-point = 答非所问

# 部门办理
ask-inquiry-return-department = 应由哪个部门办？请写部门名称的几个字。
ask-inquiry-return-reason = 为什么退回？企业会看到贵单位和理由。
return-not-our-matter = 不属于本部门职责
return-other-level = 应由上级或下级部门办理
ask-inquiry-refuse-reason =
    为什么不予受理？
    企业会看到贵单位和理由。
    诉求：{ $question }
refuse-in-court = 已进入诉讼、复议或仲裁
refuse-private = 企业之间的民事纠纷
refuse-unclear = 没有具体诉求
ask-inquiry-designate-department = 指定哪个部门承办？请写部门名称的几个字。
ask-inquiry-transfer-department = 转给哪个部门？请写部门名称的几个字。
ask-inquiry-transfer-reason = 为什么转办？对方和企业会看到。
ask-inquiry-note-words =
    要记什么？
    诉求：{ $question }
ask-inquiry-note-shown = 给谁看？企业看得到的说明算首次回复。
note-to-asker = 企业也能看
note-inside = 只在部门内部
ask-inquiry-ask-back-words =
    要请企业补充什么？
    诉求：{ $question }
ask-inquiry-extend-length =
    延期到什么时候？只能延一次
    现在应在{ $due }前答复。
    诉求：{ $question }
inquiry-as-complex = 转为复杂事项办理
inquiry-until-a-day = 另定日期
ask-inquiry-extend-until =
    延到哪一天？
    请点日期，或写日期，例如“12月11日”。
    现在应在{ $due }前答复。
ask-inquiry-extend-reason = 为什么要延期？负责人和企业都会看到。
ask-inquiry-answer-words =
    请写答复
    诉求：{ $question }
ask-inquiry-answer-file = { $count ->
    [0] 有要一起发的文件吗？没有就点“跳过”。
   *[other] 还有文件吗？没有了点“跳过”。
    }
ask-inquiry-link-main =
    和哪一件一并答复？
    诉求：{ $question }
inquiry-choice = { $inquiry } { $question }
ask-inquiry-help-department = 请哪个部门协办？请写部门名称的几个字。
ask-inquiry-help-words =
    请对方办什么？
    诉求：{ $question }
ask-inquiry-help-until =
    请对方哪天前回复？
    请点日期，或写日期，例如“12月4日”。
ask-inquiry-contribute-words =
    请写协办回复
    回复只给主办单位。
    诉求：{ $question }
ask-inquiry-release-question =
    公开的问题怎么写？
    请不要写企业名称、人名、电话、证件号码等能认出企业的内容。
    原话：{ $question }
ask-inquiry-release-answer =
    公开的答复怎么写？
    请不要写能认出企业的内容，也不要写电话号码（可写12345热线）。
    原答复：{ $said }
inquiry-more =
    { $inquiry }：还可以这样办
    { $secret }
extension-to-grant =
    { $inquiry }申请延期，请批示
    请在{ $due }前决定；到时没有决定，视为不同意。
    延到：{ $until }
    理由：{ $reason }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
reminder-extension =
    延期申请还没批，请处理
    请在{ $due }前决定；到时没有决定，视为不同意。
    编号：{ $inquiry }
    延到：{ $until }
    理由：{ $reason }
    诉求：{ $question }
    { $secret }
extension-decided =
    { $inquiry }：已记下您的决定
    应在{ $until }前答复。
answer-released =
    { $inquiry }的答复已公开
    以后有企业问相近的事，会先看到它。

# 告诉企业
inquiry-told-asker =
    { $inquiry }：{ $happened }
    { $said }
    下一步时限：{ $due }
    由谁答复您：{ $answerable }
    诉求：{ $question }
inquiry-satisfied-ask =
    { $inquiry }已办结，您满意吗？
    满意不满意，和解没解决分开统计。没有解决，可在{ $closes }前要求重新办理。
    诉求：{ $question }
inquiry-satisfied =
    谢谢，已记下：{ $level }
    编号：{ $inquiry }
inquiry-satisfied-done = { $inquiry }：{ $level }
inquiry-went-on =
    { $inquiry }：{ $happened }
    { $said }
    企业：{ $enterprise }
    诉求：{ $question }
    经手：{ $by }
    时间：{ $at }

# 告诉部门
inquiry-to-accept =
    收到{ $inquiry }，请受理
    请在{ $due }前受理；到时没有受理，默认受理。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-told-desk =
    { $inquiry }：{ $happened }
    { $said }
    时限：{ $due }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-no-longer-answerable =
    { $inquiry }：首接责任已转出
    从现在起由{ $department }答复企业。
    诉求：{ $question }
inquiry-passed-on =
    { $inquiry }已退回
    转到：{ $to }
inquiry-left = { $inquiry }：已记下不接办
inquiry-offered =
    { $inquiry }想转给贵单位
    请在{ $due }前答复；到时没有答复，仍由{ $department }办理。
    理由：{ $reason }
    答复企业的时限不变：{ $resolve }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
reminder-offer =
    转办还没答复，请处理
    请在{ $due }前答复；到时没有答复，仍由{ $department }办理。
    编号：{ $inquiry }
    理由：{ $reason }
    答复企业的时限不变：{ $resolve }
    诉求：{ $question }
    { $secret }
help-asked =
    { $department }请贵单位协办
    请在{ $due }前回复主办单位。
    要办：{ $wanted }
    编号：{ $inquiry }
    诉求：{ $question }
    { $secret }
reminder-help =
    协办还没回复，请处理
    请在{ $due }前回复{ $department }。
    要办：{ $wanted }
    编号：{ $inquiry }
    诉求：{ $question }
    { $secret }
help-overdue =
    协办已逾期，请尽快回复
    应在{ $due }前回复{ $department }。
    要办：{ $wanted }
    编号：{ $inquiry }
    诉求：{ $question }
    { $secret }
help-given =
    { $inquiry }：协办回复已交主办单位
    { $said }
reminder-accept =
    请在{ $due }前受理
    到时没有受理，默认受理，并记在贵单位名下，不能再退回。
    编号：{ $inquiry }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
reminder-first-reply =
    请在{ $due }前首次回复
    答复、说明或请企业补充，都算首次回复。
    编号：{ $inquiry }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
reminder-resolve =
    请在{ $due }前答复
    编号：{ $inquiry }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-deemed-head =
    { $inquiry }：默认受理
    { $department }一个工作日内没有受理，已记录。请在{ $due }前答复企业。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-reply-overdue =
    { $inquiry }：首次回复逾期
    { $department }应在{ $due }前首次回复企业。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-resolve-overdue =
    { $inquiry }：答复逾期
    { $department }应在{ $due }前答复企业。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }

# 提醒企业
reminder-input =
    请在{ $due }前补充
    到时没有补充，这件诉求先办结，之后可以要求重新办理。
    编号：{ $inquiry }
    诉求：{ $question }
reminder-marking =
    问题解决了吗？请告诉我们
    请在{ $due }前点一下；到时没有点，按“未评”办结。
    编号：{ $inquiry }
    诉求：{ $question }

# 告诉督查
inquiry-told-supervisor =
    { $inquiry }：{ $happened }
    { $said }
    请在{ $due }前指定承办单位。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
reminder-designation =
    请在{ $due }前指定承办单位
    编号：{ $inquiry }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-nobody-there =
    { $inquiry }：部门没有承办人
    { $department }在平台上没有承办人和负责人，请督促尽快指定。时限照常计算。
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
inquiry-reopened-often =
    { $inquiry }已重办{ $count }次
    企业说：{ $said }
    承办：{ $department }
    企业：{ $enterprise }
    诉求：{ $question }

# 查看
inquiry-shown =
    { $inquiry }：{ $state }
    结果：{ $ending }
    企业：{ $enterprise }
    诉求：{ $question }
    { $secret }
    承办：{ $department }
    由谁答复：{ $answerable }
    附件：{ $files }
    { $clocks }
    { $times }
    { $left_out }
    { $steps }
inquiry-files = { $count }个
inquiry-left-out = （中间略去{ $count }步）
inquiry-file =
    { $inquiry }的附件
    { $name }
    { $secret }
inquiries =
    诉求共{ $count }件，按时限先后
    { $inquiries }
inquiry-line =
    { $inquiry } { $state } { $question }
    时限：{ $due }
inquiries-none = 现在没有诉求。

# 办理情况
rates =
    诉求办理情况
    满意率每满{ $batch }件算一批，评价不能再改了才算进去。
    { $rates }
rates-of-department =
    { $department } { $month }
    按时受理：{ $accepted }
    按时响应率：{ $replied }
    解决率：{ $solved }
    满意率：{ $satisfied }
    未评：{ $not_marked }件，不计入解决率
rate = { $percent }%（{ $count }/{ $whole }）
rate-of-nothing = 暂无
rate-too-few = 不满{ $batch }件，暂不显示

# 办不了的时候
refusal-inquiry-not-now =
    现在办不了：{ $state ->
        [asked] { inquiry-state-asked }
        [placing] { inquiry-state-placing }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
       *[closed] { inquiry-state-closed }
    }
    这件诉求到了这一步，这件事不能办了。请发送“我的诉求”看最新情况。
    编号：{ $inquiry }
    经手：{ $who }
refusal-inquiry-overtaken =
    情况已变：{ $state ->
        [asked] { inquiry-state-asked }
        [placing] { inquiry-state-placing }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
       *[closed] { inquiry-state-closed }
    }
    您看到的是之前的情况，这一步没有算数。请发送“我的诉求”看最新情况。
    编号：{ $inquiry }
    经手：{ $who }
refusal-asker-left =
    您已不在这家企业任管理员。
    这件诉求由企业现在的负责人接着办，您不用再管。
refusal-no-such-department = 没有这个部门，请重新选择。
refusal-department-ended =
    { $department }已撤并。
    请改选承接的单位：{ $successor }
refusal-not-that-department = 不能交给{ $department }，请换一个。
refusal-no-supervisor = 本地区还没有能办这件事的督查人员，请联系平台管理员。
refusal-inquiry-deemed = { $inquiry }已默认受理，不能退回，请答复企业。
refusal-inquiry-designated = { $inquiry }由督查指定，不能退回或拒绝，请受理。
refusal-inquiry-placed =
    已经指定过了：{ $state ->
        [asked] { inquiry-state-asked }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
        [placing] { inquiry-state-placing }
       *[closed] { inquiry-state-closed }
    }
    您这次指定没有算数。
    编号：{ $inquiry }
    经手：{ $who }
refusal-inquiry-passed-too-often = { $inquiry }已流转{ $most }次，不能再转，请答复企业。
refusal-inquiry-offered-already = 已在等{ $to }答复是否接办，请先等结果。
refusal-offer-over = { $inquiry }的转办已经了结，不用再答复。
refusal-inquiry-is-linked = { $inquiry }已并入{ $main }，请答复后者。
refusal-cannot-be-linked =
    { $inquiry }不能并到{ $main }。
    只有两件都在办理、都不保密、且都没有别的并案时才行。
refusal-nothing-to-link = 贵单位没有别的在办诉求可以和{ $inquiry }并案。
refusal-cannot-be-released = { $inquiry }的答复不能公开。
refusal-shows-who-asked =
    公开后别人会认出是谁问的，请改好再发
    请把【】里的内容去掉或换个说法，整段重发。
    { $found }
trace-found = · { $where }有{ $kind }：{ $found }
trace-in-question = 问题里
trace-in-answer = 答复里
trace-enterprise = 企业名称
trace-person = 人名或称呼
trace-address = 地址
trace-uscc = 信用代码
trace-phone = 电话号码
trace-identity = 证件号码
trace-mail = 邮箱或账号
refusal-released-already = { $inquiry }的答复已经公开过了。
refusal-extension-once = { $inquiry }已申请过延期，只能申请一次。
refusal-extension-too-late = { $inquiry }已到期，不能再申请延期，请尽快答复。
refusal-extension-too-long = 延期要晚于现在的时限，最晚到{ $last }。
refusal-nothing-to-grant = { $inquiry }现在没有延期申请要批。
refusal-help-asked-already = { $department }已经在协办，请等回复。
refusal-help-given-already = { $inquiry }：贵单位已回复过，不用再回复。
refusal-help-day-is-past = 日期已过，今天是{ $today }，请另选一天。
refusal-reopening-over =
    { $inquiry }已过重新办理的期限。
    截止{ $until }。还没有解决，请重新提问。
refusal-no-files = { $inquiry }没有附件。

# 放假安排公布以后，重新计算的时限
inquiry-due-recounted =
    { $term }改为{ $due }
    { $year }年放假安排已公布，工作日有变化；原来是{ $was }。
    编号：{ $inquiry }
    企业：{ $enterprise }
    诉求：{ $question }
term-accept = 受理期限
term-designation = 指定单位的期限
term-transfer = 接办期限
term-extension = 批延期的期限
term-first-reply = 首次回复期限
term-resolve = 答复期限
term-input = 补充情况的期限
term-marking = 确认是否解决的期限
