### 红码的原因和办法：双方都会看到，所以不说“您”

reason-unknown-code = 这个码不存在
reason-sign-replaced = 这块告示牌已经换新
reason-wrong-enterprise = 这个绿码不是来本企业的
reason-person-suspended = 此人的入企资格已暂停
reason-not-a-visitor = { $day }的来访名单里没有此人
reason-card-expired =
    { GIVEN($valid_until) ->
        [yes] 执法证{ $valid_until }到期，{ $day }到访时无效
       *[no] 没有执法证，不能参加{ $day }的检查
    }
reason-no-visit = 没有预约到这家企业
reason-withdrawn = { $day }的访企已撤回
reason-revoked =
    { $of ->
        [pass] 此人{ $day }的绿码已作废
       *[visit] { $day }的访企已被督查撤销
    }
reason-superseded = { $day }的这张绿码已换新
reason-declined = 企业没有同意{ $day }的访企
reason-not-approved = { $day }的访企没有获得批准
reason-not-agreed = { $day }的访企还没有约定（{ $state }）
reason-already-left =
    { GIVEN($left_at) ->
        [yes] 已于{ $left_at }离企，本次访企已结束
       *[no] 已经离企，本次访企已结束
    }
reason-too-early = 还没到时间，{ $opens_at }起才能扫码入企
reason-too-late = 时间已过，{ $closes_at }已经截止
reason-over-annual-cap = 本年度检查次数已用完
reason-over-density = 这家企业近期检查过多
reason-duplicate-visit = 同一事项近期已经检查过
reason-quiet-period = 当天是企业宁静日
reason-do-not-disturb = 这家企业无事不扰
reason-papers-overdue = 上次现场检查的手续逾期未补
reason-too-few-officers = 持有效执法证的不够：要{ $needed }人，现有{ $valid }人
reason-assistant-alone = 执法辅助人员不能单独入企

cure-scan-the-sign = 请扫企业门口的告示牌
cure-scan-the-new-sign = 请扫新的告示牌
cure-go-to-the-enterprise = 请到预约的企业去
cure-ask-the-head = 请找本单位负责人
cure-be-named = 请承办人更换人员，把此人加入名单
cure-renew-the-card = 请先换领执法证
cure-request-a-visit = 请重新预约
cure-ask-the-supervisor = 请向督查了解
cure-use-the-new-pass = 请使用最新的绿码
cure-await-approval = 请等单位负责人批准
cure-await-reply = 请等企业答复
cure-await-the-new-day = 请等双方定下新的日期
cure-await-the-decision = 请等督查裁定
cure-come-in-time = 请到时间再扫码
cure-choose-another-day = 请另选一天
cure-hand-in-the-papers = 请先补齐手续
cure-name-another-officer = 请增加持有效执法证的人员
cure-come-with-an-officer = 请与持证执法人员一同入企
