### 差评：督查联系，评价人同意才告知部门，整改或申诉；有人干预

# 评价的内容
rating-line = · 对{ $part }：{ $level }
rating-whole = 这次访企

# 按钮
button-contacted = 已联系
button-consent = 同意告知
button-remedied = 已整改
button-appeal = 申诉
button-decide = 裁定申诉
button-interfere = 有人干预

# 评价人
rated-badly =
    已收到：{ $level }，督查会联系您
    { $due }前联系。不经您同意，部门不会知道。截止前可以再改，以最后一次为准。请留好回执号。
    部门：{ $departments }
    时间：{ $window }
    回执号：{ $receipt }
consent-asked =
    要不要告知部门，由您决定
    点“同意告知”，部门下个工作日早上会看到企业名称、这次访企、下面的评价和原因，要在{ $days }个工作日内整改；看不到您的姓名和您写的话。告知以后收不回。不点，就不告知。
    { $levels }
    原因：{ $reasons }
    部门：{ $departments }
    时间：{ $window }
consent-asked-late =
    督查没有按时联系您，已经记录
    您不用再等。点“同意告知”，部门下个工作日早上会看到企业名称、这次访企、下面的评价和原因，要在{ $days }个工作日内整改；看不到您的姓名和您写的话。告知以后收不回。不点，就不告知。
    { $levels }
    原因：{ $reasons }
    部门：{ $departments }
    时间：{ $window }
consent-over =
    评价已经改过，这里不用再点
    部门：{ $departments }
    时间：{ $window }
consent-done =
    您已同意告知部门
    部门：{ $departments }
    时间：{ $window }
consent-given =
    已记下，不会马上告知，也不说是谁评的
    部门{ $told }随早间提醒得知；在此之前您改评为满意，就不再告知。有结果会通知您。
    部门：{ $departments }
    时间：{ $window }

rating-replaced-by-another =
    企业又提交了评价，代替了您的
    是本企业另一位管理员提交的，以最后一次为准；截止前您可以再改。
    { $goes_on }
    部门：{ $departments }
    时间：{ $window }
rating-contact-goes-on = 您反映的情况照常跟进，督查人员照常联系您。

# 督查
rating-bad =
    差评：请在{ $due }前联系评价人
    部门还不知道，请保密。联系以后请点“已联系”；评价人同意了，才告知部门。
    { $levels }
    评价人：{ $rater }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    原因：{ $reasons }
    原话：{ $words }
rating-replaced =
    这条差评有更新，请看后面的消息
    企业：{ $enterprise }
    时间：{ $window }
reminder-contact =
    请在{ $due }前联系评价人
    还没有联系。部门还不知道，请保密。
    { $levels }
    评价人：{ $rater }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
contact-overdue =
    联系评价人已逾期，请尽快联系
    应在{ $due }前联系，逾期已记录。评价人可以不等联系就同意告知部门。
    { $levels }
    评价人：{ $rater }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
ask-rating-contact-words =
    评价人怎么说？
    写几个字就行，部门看不到；没有就点“跳过”。
    { $levels }
    评价人：{ $rater }
    企业：{ $enterprise }
    原话：{ $words }
contact-noted =
    已记下，正在征求评价人意见
    评价人同意以后，才会告知部门。
    评价人：{ $rater }
    企业：{ $enterprise }
    时间：{ $window }
    情况：{ $words }
contact-done =
    { $by }已联系评价人
    评价人：{ $rater }
    企业：{ $enterprise }
    时间：{ $window }
    联系于：{ $at }
rating-improved =
    企业已改评，这条差评不用再跟进
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
rating-agreed =
    评价人同意，{ $told }告知部门
    在此之前请保密。部门从那时起有{ $days }个工作日整改，或者申诉。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
rating-changed-since =
    企业又提交了评价，请照常联系评价人
    以最后提交的为准；原来的评价人还要联系。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
rating-named-told =
    评价人同意，差评已告知部门
    部门要在{ $due }前整改，或者申诉。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }

# 部门
rating-named =
    企业给了差评，请在{ $due }前整改
    经企业同意告知。整改以后点“已整改”；认为评价不实，点“申诉”。不得打听是谁评的。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    原因：{ $reasons }
reminder-remedy =
    差评还没有整改，请在{ $due }前处理
    整改以后点“已整改”。不得打听是谁评的。
    { $levels }
    企业：{ $enterprise }
    时间：{ $window }
    原因：{ $reasons }
remedy-overdue =
    差评整改已逾期
    应在{ $due }前整改，逾期已记录。请尽快整改；现在不能再申诉。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    原因：{ $reasons }
ask-rating-remedy-words =
    是怎样整改的？
    写几个字，企业会看到。
    { $levels }
    企业：{ $enterprise }
    时间：{ $window }
    原因：{ $reasons }
rating-put-right =
    差评已整改
    原来的评价仍然保留。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    整改：{ $words }
    记录人：{ $by }
rating-put-right-done =
    { $by }已记录整改
    企业：{ $enterprise }
    时间：{ $window }
    整改：{ $words }
    记录于：{ $at }
rating-asked-again =
    部门说已经整改，请您再评一次
    截止到{ $closes }（含当天），可以再改，以最后一次为准。原来的评价仍然保留；部门看不到是谁评的。
    部门：{ $departments }
    事项：{ $matters }
    企业：{ $enterprise }
    整改：{ $words }

# 申诉
ask-rating-appeal-reason =
    为什么认为评价不实？
    请点理由，或写几个字，督查和企业会看到。只能申诉一次。
    { $levels }
    企业：{ $enterprise }
    时间：{ $window }
    原因：{ $reasons }
appeal-not-us = 反映的不是本部门的事
appeal-by-the-law = 是依法依规办理的
appeal-not-as-told = 与事实不符
rating-appealed =
    部门对评价提出申诉
    督查在{ $due }前裁定；到时没有裁定，申诉不成立。评价照样保留。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
    提出人：{ $by }
rating-appealed-done =
    { $by }已申诉，等督查裁定
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    申诉于：{ $at }
reminder-appeal =
    请在{ $due }前裁定申诉
    到时没有裁定，申诉不成立，评价保留。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
ask-rating-decide-decision =
    申诉成立吗？
    成立，部门不用整改；不成立，部门要整改。评价都保留。
    { $levels }
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
decide-upheld = 申诉成立
decide-dismissed = 申诉不成立
ask-rating-decide-words =
    为什么这样裁定？
    请写一句话，双方都会看到。
appeal-upheld =
    申诉成立，部门不用整改
    评价和裁定都保留。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
    裁定：{ $words }
    裁定人：{ $by }
appeal-upheld-done =
    { $by }已裁定：申诉成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    裁定于：{ $at }
appeal-dismissed =
    申诉不成立，评价保留
    部门要在{ $due }前整改。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
    裁定：{ $words }
    裁定人：{ $by }
appeal-dismissed-done =
    { $by }已裁定：申诉不成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    裁定于：{ $at }
appeal-undecided =
    到时没有裁定，申诉不成立
    评价保留，部门要在{ $due }前整改。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    理由：{ $reason }
appeal-undecided-done =
    到时没有裁定，申诉不成立
    企业：{ $enterprise }
    时间：{ $window }
    理由：{ $reason }
    到时：{ $at }

# 办不了的时候
follow-up-contact = 等督查联系评价人
follow-up-consent = 等评价人决定
follow-up-agreed = 等下个工作日告知部门
follow-up-remedy = 等部门整改
follow-up-appeal = 等督查裁定申诉
follow-up-closed = 已经办结
refusal-follow-up-not-now =
    现在办不了：{ $stands }
    这条差评到了这一步，这件事不能办了。
refusal-follow-up-overtaken =
    情况已变：{ $stands }
    刚才有别人处理过了。请看最新的消息。
refusal-no-appeal-now =
    现在不能申诉了。
    只能申诉一次，而且要在期限以内。请整改以后点“已整改”。

# 有人干预
ask-rating-interference-visit =
    是哪一次访企的评价？
    请点按钮，或回复序号。
rated-visit = { $window } { $departments }来访
ask-rating-interference-sure =
    报告有人干预评价吗？
    只告诉督查；部门和公务人员不会知道。
    部门：{ $departments }
    时间：{ $window }
choice-report = 报告督查
interference-reported =
    已报告督查，会有人联系您
    部门和公务人员不会知道。
    部门：{ $departments }
    时间：{ $window }
    编号：{ $case }
case-interference =
    企业反映有人干预评价，请核查
    请保密，不要让部门知道是谁反映的。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
    反映人：{ $by }
    反映于：{ $at }
    编号：{ $case }
refusal-reported-already =
    您已经报告过了。
    督查会联系您。
    编号：{ $case }
