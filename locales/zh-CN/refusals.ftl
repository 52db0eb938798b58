### 办不了的时候：现在怎样，接下来怎么办

refusal-not-yours =
    这件事您办不了。
    可能不归您办，或者已经没有了。请发送“菜单”看能办的事。
refusal-visit-not-now =
    现在办不了：{ $state ->
        [requested] { state-requested }
        [asked] { state-asked }
        [moving] { state-moving }
        [objected] { state-objected }
        [agreed] { state-agreed }
        [under_way] { state-under-way }
        [ended] { state-ended }
        [rejected] { state-rejected }
        [declined] { state-declined }
        [lapsed] { state-lapsed }
        [withdrawn] { state-withdrawn }
        [revoked] { state-revoked }
        [no_show] { state-no-show }
       *[merged] { state-merged }
    }
    这次访企到了这一步，这件事不能办了。请发送“菜单”看最新情况。
    编号：{ $visit }
    经手：{ $who }
refusal-visit-overtaken =
    情况已变：{ $state ->
        [requested] { state-requested }
        [asked] { state-asked }
        [moving] { state-moving }
        [objected] { state-objected }
        [agreed] { state-agreed }
        [under_way] { state-under-way }
        [ended] { state-ended }
        [rejected] { state-rejected }
        [declined] { state-declined }
        [lapsed] { state-lapsed }
        [withdrawn] { state-withdrawn }
        [revoked] { state-revoked }
        [no_show] { state-no-show }
       *[merged] { state-merged }
    }
    有人先办了，您刚才的操作没有生效。请发送“菜单”看最新情况。
    编号：{ $visit }
    经手：{ $who }
refusal-nothing-changed =
    人员没有变化。
    请写新的名单；不换了请点“取消”。
refusal-not-inside =
    您没有在企业里。
    没有打卡，或者已经离企，不用再点。
refusal-not-a-colleague =
    名单里有人不在本部门。
    请重新写本部门人员的姓名。
refusal-team-has-too-few-officers =
    持有效执法证的不够：要{ $needed }人，现有{ $valid }人。
    请加上当天执法证有效的人员。
refusal-nothing-to-rate =
    现在还不能评价。
    来访人离企后，会请您评价。
refusal-rating-closed =
    评价已经截止
    截止时间是{ $closed }零点。
refusal-already-in =
    { $who }已经入企
    { $at }已打卡，不用再放行。
refusal-too-late-to-take-back =
    已经过了{ $minutes }分钟，撤不回了。
    有出入，请联系督查说明。
refusal-no-such-enterprise =
    没有找到这家企业。
    请换几个字，或写18位统一社会信用代码。
refusal-lead-time =
    太早了，最早可约{ $earliest }。
    要给企业留足准备时间，请另选一天。
refusal-time-is-too-soon =
    时间太近，企业来不及答复。
    请选晚一些的时间，或另选一天。
refusal-no-more-postponements =
    改期最多{ $most }次，已经用完。
    请同意或不同意。
refusal-too-late-to-postpone =
    离来访太近，不能改期了。
    请直接与承办部门联系。
refusal-no-more-counters =
    您已经提过日期，不能再提。
    请在已有的选择里答复。
refusal-day-cannot-be-moved-to =
    这一天不行，最晚可改到{ $last }。
    请另选一天。
refusal-day-is-taken =
    这一天已经有别的访企。
    请另选一天。
refusal-not-your-turn =
    现在等对方答复。
    对方答复后会通知您。
refusal-team-is-too-large =
    人太多了，一次最多{ $most }人。
    请重新写姓名。
refusal-visitor-without-card =
    { $who }当天没有有效的执法证。
    请换成持有效执法证的人员。
refusal-no-approver =
    现在没有能批准这次访企的负责人。
    负责人自己参加的访企，要由另一位负责人批准。请换人，或请平台管理员补设。
refusal-too-late-to-widen =
    现在加人来不及了，{ $until }前才行。
    可以减人；要加人，请撤回后另约一天。
refusal-no-open-pass =
    您现在没有这次访企的绿码。
    可能还没有约定，也可能绿码已经作废。请发送“我的访企”看现在的状态。
