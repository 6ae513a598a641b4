using System.Reflection;
using Grpc.Core;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>Every error that the suite answers on purpose.</summary>
public static class ErrorCatalogue
{
    /// <summary>A request that is not of its type: broken bytes, text that is not UTF-8, JSON that does not fit. Values: problem.</summary>
    public static readonly ErrorDefinition RequestUnreadable = Invalid(
        "REQUEST_UNREADABLE", "The request cannot be read: {problem}", "无法读取请求内容：{problem}");

    /// <summary>No token came with the call. Values: none.</summary>
    public static readonly ErrorDefinition TokenMissing = new(
        "TOKEN_MISSING", StatusCode.Unauthenticated, "The call carries no token; send the metadata 'authorization: Bearer TOKEN'.", "请求没有携带登录令牌，请先登录。");

    /// <summary>A token that is not one of this suite. Values: problem.</summary>
    public static readonly ErrorDefinition TokenInvalid = new(
        "TOKEN_INVALID", StatusCode.Unauthenticated, "The token is not accepted: {problem}.", "登录令牌无效（{problem}），请重新登录。");

    /// <summary>A token past its time; a stream that outlives its token ends with it too. Values: expire_time.</summary>
    public static readonly ErrorDefinition TokenExpired = new(
        "TOKEN_EXPIRED", StatusCode.Unauthenticated, "The token expired at {expire_time}; get a new one.", "登录令牌已于 {expire_time} 过期，请重新登录。");

    /// <summary>The caller may not call the method, or not for what the request names, whether or not that exists. Values: method, roles, scope.</summary>
    public static readonly ErrorDefinition PermissionDenied = new(
        "PERMISSION_DENIED", StatusCode.PermissionDenied,
        "The caller may not call {method} for this. It takes one of the roles {roles}, and for INTEGRATOR the scope '{scope}'; clerks and integrators reach the departments of their token only.",
        "当前身份无权对该对象执行 {method}：需要角色 {roles}（集成系统另需权限范围“{scope}”），填报人和集成系统只能处理令牌所列的部门。");

    /// <summary>A required field is empty. Values: none.</summary>
    public static readonly ErrorDefinition FieldRequired = Invalid(
        "FIELD_REQUIRED", "{field} is required.", "{field} 不能为空，请填写。");

    /// <summary>A resource name does not have its form. Values: value, pattern.</summary>
    public static readonly ErrorDefinition NameMalformed = Invalid(
        "NAME_MALFORMED", "{field} is '{value}'; it must have the form {pattern}.", "{field} 的值“{value}”格式不对，应为 {pattern}。");

    /// <summary>A year is not a year from 2000 to 2099. Values: value.</summary>
    public static readonly ErrorDefinition YearOutOfRange = Invalid(
        "YEAR_OUT_OF_RANGE", "{field} has the year '{value}'; it must be 2000 to 2099.", "{field} 的年度“{value}”不对，应在 2000 至 2099 之间。");

    /// <summary>A text is longer than its limit. Values: value (the length), limit.</summary>
    public static readonly ErrorDefinition TextTooLong = Invalid(
        "TEXT_TOO_LONG", "{field} has {value} characters; the limit is {limit}.", "{field} 共 {value} 个字，超过上限 {limit} 个字，请精简。");

    /// <summary>A text holds a control character or broken UTF-16. Values: value (the code point), position.</summary>
    public static readonly ErrorDefinition TextControlCharacter = Invalid(
        "TEXT_CONTROL_CHARACTER", "{field} holds the character {value} at position {position}; only tab and line breaks are allowed.", "{field} 第 {position} 个字是不可见的控制字符 {value}，请删去（只允许制表符和换行）。");

    /// <summary>A repeated field holds more items than its limit. Values: value (the count), limit.</summary>
    public static readonly ErrorDefinition TooManyItems = Invalid(
        "TOO_MANY_ITEMS", "{field} has {value} items; the limit is {limit}.", "{field} 共 {value} 项，超过上限 {limit} 项。");

    /// <summary>A resource that would not fit a message. Values: value (its bytes), limit.</summary>
    public static readonly ErrorDefinition ResourceTooLarge = Invalid(
        "RESOURCE_TOO_LARGE", "{field} takes {value} bytes; the limit is {limit}.", "{field} 共 {value} 字节，超过上限 {limit} 字节，请精简文字。");

    /// <summary>Money in another currency. Values: value.</summary>
    public static readonly ErrorDefinition MoneyNotCny = Invalid(
        "MONEY_NOT_CNY", "{field} is in '{value}'; only CNY is accepted.", "{field} 的币种为“{value}”，只接受人民币 CNY。");

    /// <summary>Money with a fraction of a fen. Values: value.</summary>
    public static readonly ErrorDefinition MoneyFractionOfFen = Invalid(
        "MONEY_FRACTION_OF_FEN", "{field} is {value} yuan; at most two decimals are accepted.", "{field} 的金额 {value} 元不足一分，最多两位小数。");

    /// <summary>Money whose nanos are out of range or disagree in sign with units. Values: units, nanos.</summary>
    public static readonly ErrorDefinition MoneyMalformed = Invalid(
        "MONEY_MALFORMED", "{field} has units {units} and nanos {nanos}; nanos must be within ±999,999,999 and of the sign of units.", "{field} 的金额格式不对：units 为 {units}，nanos 为 {nanos}；nanos 应在 ±999999999 之内且与 units 同号。");

    /// <summary>Money beyond 10^13 yuan. Values: value.</summary>
    public static readonly ErrorDefinition MoneyOutOfRange = Invalid(
        "MONEY_OUT_OF_RANGE", "{field} is {value} yuan; it must be between -10^13 and 10^13.", "{field} 的金额 {value} 元超出范围，应在正负十万亿元之内。");

    /// <summary>A stated total or rate is not what the rows give. Values: value (stated), computed.</summary>
    public static readonly ErrorDefinition StatedFigureDisagrees = Invalid(
        "STATED_FIGURE_DISAGREES", "{field} is stated as {value}; the rows give {computed}.", "{field} 填报为 {value}，按各行计算应为 {computed}，请核对。");

    /// <summary>A uid that the resource does not hold. Values: value.</summary>
    public static readonly ErrorDefinition UidUnknown = Invalid(
        "UID_UNKNOWN", "{field} is '{value}', which this resource does not hold; leave the uid of a new item empty.", "{field} 的标识“{value}”不存在；新增的行请留空。");

    /// <summary>A uid that stands twice. Values: value.</summary>
    public static readonly ErrorDefinition UidRepeated = Invalid(
        "UID_REPEATED", "{field} is '{value}', which stands on an earlier item too.", "{field} 的标识“{value}”重复出现。");

    /// <summary>A value that is not one of those accepted. Values: value, expected.</summary>
    public static readonly ErrorDefinition ValueNotAccepted = Invalid(
        "VALUE_NOT_ACCEPTED", "{field} is '{value}'; expected: {expected}.", "{field} 的值“{value}”不可接受，应为：{expected}。");

    /// <summary>An immutable field differs from its value. Values: value, expected.</summary>
    public static readonly ErrorDefinition FieldImmutable = Invalid(
        "FIELD_IMMUTABLE", "{field} is '{value}' but was set to '{expected}' and cannot change.", "{field} 已定为“{expected}”，不能改为“{value}”。");

    /// <summary>A path of an update mask that is unknown or output-only. Values: value.</summary>
    public static readonly ErrorDefinition UpdateMaskInvalid = Invalid(
        "UPDATE_MASK_INVALID", "{field} holds '{value}', which is not a field that can be changed.", "{field} 中的“{value}”不是可修改的字段。");

    /// <summary>A page token that is not ours or belongs to another request. Values: none.</summary>
    public static readonly ErrorDefinition PageTokenInvalid = Invalid(
        "PAGE_TOKEN_INVALID", "{field} is not a page token of this request; start again without one.", "{field} 不是本次查询的翻页标记，请从第一页重新查询。");

    /// <summary>A negative page size. Values: value.</summary>
    public static readonly ErrorDefinition PageSizeNegative = Invalid(
        "PAGE_SIZE_NEGATIVE", "{field} is {value}; it must not be negative.", "{field} 的值 {value} 不能为负数。");

    /// <summary>A filter that cannot be read. Values: value (what stands there), position (characters from 0), expected.</summary>
    public static readonly ErrorDefinition FilterSyntax = Invalid(
        "FILTER_SYNTAX", "{field} cannot be read at position {position}: found '{value}', expected: {expected}.", "{field} 在位置 {position}（从 0 数起）无法识别“{value}”，应为：{expected}。");

    /// <summary>A filter that is too large. Values: position (characters from 0), characters, comparisons, depth (the limits).</summary>
    public static readonly ErrorDefinition FilterTooComplex = Invalid(
        "FILTER_TOO_COMPLEX", "{field} goes beyond its limits at position {position}: {characters} characters, {comparisons} comparisons, {depth} levels of parentheses.", "{field} 在位置 {position}（从 0 数起）超过上限：{characters} 个字、{comparisons} 个比较、{depth} 层括号。");

    /// <summary>A filter by a field that the method does not know. Values: value (the path), position (characters from 0), expected.</summary>
    public static readonly ErrorDefinition FilterFieldUnknown = Invalid(
        "FILTER_FIELD_UNKNOWN", "{field} names '{value}' at position {position}, which this list is not filtered by; expected one of: {expected}.", "{field} 在位置 {position}（从 0 数起）的“{value}”不是可筛选的字段，可用：{expected}。");

    /// <summary>A filter that compares a field in a way that it does not know. Values: path, value (the operator), position (characters from 0), expected.</summary>
    public static readonly ErrorDefinition FilterOperatorUnsupported = Invalid(
        "FILTER_OPERATOR_UNSUPPORTED", "{field} compares {path} by '{value}' at position {position}; expected one of: {expected}.", "{field} 在位置 {position}（从 0 数起）对 {path} 使用了“{value}”，可用：{expected}。");

    /// <summary>A filter that compares a field with what cannot be its value. Values: path, value, position (characters from 0), expected.</summary>
    public static readonly ErrorDefinition FilterValueInvalid = Invalid(
        "FILTER_VALUE_INVALID", "{field} compares {path} with '{value}' at position {position}; expected: {expected}.", "{field} 在位置 {position}（从 0 数起）将 {path} 与“{value}”比较，应为：{expected}。");

    /// <summary>An order that a list does not have. Values: value, position (characters from 0), expected.</summary>
    public static readonly ErrorDefinition OrderByInvalid = Invalid(
        "ORDER_BY_INVALID", "{field} has '{value}' at position {position}; expected: {expected}.", "{field} 在位置 {position}（从 0 数起）的“{value}”不是可用的排序，应为：{expected}。");

    /// <summary>A request id that is no UUID4. Values: value.</summary>
    public static readonly ErrorDefinition RequestIdInvalid = Invalid(
        "REQUEST_ID_INVALID", "{field} is '{value}'; it must be a UUID4 such as 0f8fad5b-d9cb-469f-a165-70867728950e.", "{field} 的值“{value}”不是 UUID4。");

    /// <summary>A request id that stands for another payload. Values: value.</summary>
    public static readonly ErrorDefinition RequestIdReused = Invalid(
        "REQUEST_ID_REUSED", "{field} '{value}' was used with another payload; use a new one.", "{field}“{value}”已用于另一个请求，请换一个新的。");

    /// <summary>A unified social credit code whose form or check character is wrong. Values: value.</summary>
    public static readonly ErrorDefinition CreditCodeInvalid = Invalid(
        "CREDIT_CODE_INVALID", "{field} is '{value}'; it must be 18 characters by GB 32100 with a right check character.", "{field} 的统一社会信用代码“{value}”不对，应为 18 位且校验码正确（GB 32100）。");

    /// <summary>Dates that overlap or run backwards. Values: value.</summary>
    public static readonly ErrorDefinition DatesInvalid = Invalid(
        "DATES_INVALID", "{field} ({value}) is no calendar date, ends before it starts, or overlaps the one before it.", "{field}（{value}）的日期不存在、起止颠倒或与前一项重叠。");

    /// <summary>An event that this build cannot read. Values: problem.</summary>
    public static readonly ErrorDefinition EventMalformed = Invalid(
        "EVENT_MALFORMED", "{field} cannot be applied: {problem}", "{field} 无法处理：{problem}");

    /// <summary>An etag that is not of the form that GetReport gives. Values: none.</summary>
    public static readonly ErrorDefinition EtagMalformed = Invalid(
        "ETAG_MALFORMED", "{field} is no etag of GetReport or CheckReport; call one of them and send the etag it gives.", "{field} 不是 GetReport 或 CheckReport 给出的 etag，请先查看表格再提交。");

    /// <summary>The resource does not exist. Values: name.</summary>
    public static readonly ErrorDefinition NotFound = new(
        "NOT_FOUND", StatusCode.NotFound, "{name} does not exist.", "{name} 不存在。");

    /// <summary>No method has this JSON path (HTTP 404), or none with this verb (HTTP 405). Values: verb, path.</summary>
    public static readonly ErrorDefinition RouteUnknown = new(
        "ROUTE_UNKNOWN", StatusCode.NotFound, "{verb} {path} is no method of this service; GET /openapi/v1.json lists them.", "本服务没有 {verb} {path} 这一接口，可用的接口见 /openapi/v1.json。");

    /// <summary>A JSON body beyond 8 MB. Values: none.</summary>
    public static readonly ErrorDefinition RequestTooLarge = new(
        "REQUEST_TOO_LARGE", StatusCode.ResourceExhausted, "The request is too large; send less at once.", "请求内容过大，请分次提交。");

    /// <summary>A gRPC message that is too large. Values: limit (bytes).</summary>
    public static readonly ErrorDefinition MessageTooLarge = new(
        "MESSAGE_TOO_LARGE", StatusCode.ResourceExhausted, "A message is larger than {limit} bytes; send less at once.", "单个请求超过 {limit} 字节，请分次提交。");

    /// <summary>The caller calls a method faster than its share allows, or its address does. Values: limit (calls a second).</summary>
    public static readonly ErrorDefinition RateExceeded = new(
        "RATE_EXCEEDED", StatusCode.ResourceExhausted, "More than {limit} calls a second; wait as long as RetryInfo says.", "调用过于频繁（每秒最多 {limit} 次），请按 RetryInfo 所示稍后再试。");

    /// <summary>The caller has as many calls in progress, or streams open, as its share allows. Values: limit, kind (calls or streams).</summary>
    public static readonly ErrorDefinition TooManyCalls = new(
        "TOO_MANY_CALLS", StatusCode.ResourceExhausted, "{limit} {kind} are in progress already; wait until one has ended.", "同时进行的请求已达上限（{limit}，{kind}），请等其中一个结束后再试。");

    /// <summary>The service has as much to do as it can; this call was refused before any work on it. Values: none.</summary>
    public static readonly ErrorDefinition Overloaded = new(
        "OVERLOADED", StatusCode.Unavailable, "The service is overloaded; nothing was done, try again after the time that RetryInfo says.", "系统繁忙，本次请求未作任何处理，请稍后再试。");

    /// <summary>A call took longer than the service lets one take. Values: limit (hh:mm:ss).</summary>
    public static readonly ErrorDefinition DeadlineExceeded = new(
        "DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded, "The call took longer than {limit} and was broken off; nothing is half done.", "处理时间超过 {limit}，已中止，没有留下未完成的修改；请缩小范围后再试。");

    /// <summary>A request that arrives too slowly. Values: limit (hh:mm:ss).</summary>
    public static readonly ErrorDefinition UploadTooSlow = new(
        "UPLOAD_TOO_SLOW", StatusCode.DeadlineExceeded, "The request did not arrive within {limit}.", "请求内容未能在 {limit} 内传完，请检查网络后重试。");

    /// <summary>The resource exists. Values: name.</summary>
    public static readonly ErrorDefinition AlreadyExists = new(
        "ALREADY_EXISTS", StatusCode.AlreadyExists, "{name} exists already.", "{name} 已经存在。");

    /// <summary>A value that must be unique is taken. Values: field, value.</summary>
    public static readonly ErrorDefinition ValueTaken = new(
        "VALUE_TAKEN", StatusCode.AlreadyExists, "{field} '{value}' belongs to another department.", "{field}“{value}”已属于另一个部门。");

    /// <summary>A uid that another resource holds. Values: value, name (of that resource).</summary>
    public static readonly ErrorDefinition UidTaken = new(
        "UID_TAKEN", StatusCode.AlreadyExists, "{field} is '{value}', which {name} holds; leave the uid of a new item empty.", "{field} 的标识“{value}”已用于 {name}；新增的行请留空。");

    /// <summary>The resource has changed since the caller read it. Values: name, changed, etag (the current one).</summary>
    public static readonly ErrorDefinition EtagMismatch = new(
        "ETAG_MISMATCH", StatusCode.Aborted, "{name} has changed since its etag was given (changed: {changed}); read it again.", "{name} 在您查看之后已被修改（{changed}），请重新查看后再操作。");

    /// <summary>The year is locked by its report. Values: name, report, state.</summary>
    public static readonly ErrorDefinition YearLocked = new(
        "YEAR_LOCKED", StatusCode.FailedPrecondition, "{name} is locked while {report} is {state}.", "{name} 已锁定：{report} 处于 {state} 状态，退回后方可修改。");

    /// <summary>The state does not allow the move. Values: name, state, allowed.</summary>
    public static readonly ErrorDefinition StateForbids = new(
        "STATE_FORBIDS", StatusCode.FailedPrecondition, "{name} is {state}; open moves: {allowed}.", "{name} 处于 {state} 状态，不能进行此操作；当前可以：{allowed}。");

    /// <summary>A reviewer's word is taken back where there is none. Values: name (of the task plan), uid (of the indicator).</summary>
    public static readonly ErrorDefinition NotOverridden = new(
        "NOT_OVERRIDDEN", StatusCode.FailedPrecondition, "The outcome of indicator '{uid}' of {name} is not overridden; there is nothing to take back.", "{name} 的指标“{uid}”没有人工认定，无需撤销。");

    /// <summary>A plan without a rule set cannot be scored. Values: name (of the task plan).</summary>
    public static readonly ErrorDefinition RuleSetNotChosen = new(
        "RULE_SET_NOT_CHOSEN", StatusCode.FailedPrecondition, "{name} has no rule_set, so it is not scored; ListRuleSets names those that there are.", "{name} 没有选择计分规则，不计分；需要计分的，请先选择。");

    /// <summary>The weights of a part's indicators are not those of the part. Values: name (of the task plan), detail (in Chinese, each part with its sum).</summary>
    public static readonly ErrorDefinition WeightsDoNotSum = new(
        "WEIGHTS_DO_NOT_SUM", StatusCode.FailedPrecondition, "The weights of the indicators of {name} are not those of their parts: {detail}", "{name} 的分值不对：{detail}");

    /// <summary>Scores were asked for a revision that may differ from the task plan as it stands. Values: name.</summary>
    public static readonly ErrorDefinition ScoresNotKept = new(
        "SCORES_NOT_KEPT",
        StatusCode.FailedPrecondition,
        "Scores are those of the task plan as it stands, and {name} may differ from it; ask for the draft, or for the latest revision while the form is submitted, accepted or published.",
        "评分按任务计划的现状计算，{name} 可能已与现状不同；请改为草稿，或已提交、已通过、已公开的表的最新一版。");

    /// <summary>The year has no open round, so nothing can be submitted. Values: name (of the round), state.</summary>
    public static readonly ErrorDefinition RoundNotOpen = new(
        "ROUND_NOT_OPEN", StatusCode.FailedPrecondition, "{name} is {state}; a form can be submitted only while the round of its year is OPEN.", "{name} 当前为 {state}：该年度的绩效自评尚未开放或已截止，不能提交，请联系区财政局。");

    /// <summary>The deadline has passed, and the round refuses late forms. Values: name (of the round), deadline (yyyy-MM-dd).</summary>
    public static readonly ErrorDefinition DeadlinePassed = new(
        "DEADLINE_PASSED", StatusCode.FailedPrecondition, "The deadline of {name} was {deadline}, 24:00 UTC+08:00, and the round refuses late forms.", "本年度填报已于 {deadline} 24:00 截止，且不接受逾期提交，请联系区财政局。");

    /// <summary>The document of the last revision is not archived yet. Values: name (of the revision), reason.</summary>
    public static readonly ErrorDefinition NotArchived = new(
        "NOT_ARCHIVED", StatusCode.FailedPrecondition, "{name} is not archived yet ({reason}); a form is published once it is.", "{name} 尚未归档（{reason}），归档完成后方可公开。");

    /// <summary>A resume token below what the feed keeps. Values: oldest (the lowest token that is kept).</summary>
    public static readonly ErrorDefinition ResumeTokenExpired = new(
        "RESUME_TOKEN_EXPIRED", StatusCode.OutOfRange, "The events after this resume token are no longer kept; read the reports anew, then watch from 'start' or from now on.", "该续传标记之后的事件已不再保留，请重新读取全部报表后再订阅。");

    /// <summary>A text that is no resume token of this feed. Values: value.</summary>
    public static readonly ErrorDefinition ResumeTokenInvalid = Invalid(
        "RESUME_TOKEN_INVALID", "{field} is '{value}'; it must be a resume_token of an earlier message, 'start' or empty.", "{field} 的值“{value}”不是有效的续传标记，应为之前消息中的 resume_token、start 或留空。");

    /// <summary>The deployment has no broker, so there are no error queues. Values: none.</summary>
    public static readonly ErrorDefinition BrokerNotConfigured = new(
        "BROKER_NOT_CONFIGURED", StatusCode.FailedPrecondition, "This deployment has no broker (ConnectionStrings:messaging), so its consumers have no error queues.", "本部署没有配置消息队列，因此没有死信队列。");

    /// <summary>The broker did not answer. Values: none.</summary>
    public static readonly ErrorDefinition BrokerUnavailable = new(
        "BROKER_UNAVAILABLE", StatusCode.Unavailable, "The broker did not answer; nothing was lost, try again.", "消息队列暂时没有响应，没有丢失任何事件，请稍后再试。");

    /// <summary>The checks found errors. Values: name, count.</summary>
    public static readonly ErrorDefinition ChecksFailed = new(
        "CHECKS_FAILED", StatusCode.FailedPrecondition, "{name} is kept back by {count} finding(s) of its checks.", "{name} 有 {count} 处问题须先改正，请按提示修改。");

    /// <summary>No font for Chinese text can be found. Values: detail (where was looked, what to install).</summary>
    public static readonly ErrorDefinition FontUnavailable = new(
        "FONT_UNAVAILABLE", StatusCode.FailedPrecondition, "No TrueType font for Chinese text was found: {detail}", "找不到可用的中文字体，无法生成 PDF：{detail}");

    /// <summary>A document cannot be read as a form. Values: detail (what is wrong and what would be right, in Chinese).</summary>
    public static readonly ErrorDefinition DocumentUnreadable = Invalid(
        "DOCUMENT_UNREADABLE", "{field} cannot be read as a form: {detail}", "文件不能作为自评表读取：{detail}");

    /// <summary>The client of an import sent nothing for too long. Values: limit.</summary>
    public static readonly ErrorDefinition ImportIdle = new(
        "IMPORT_IDLE", StatusCode.DeadlineExceeded, "Nothing came for {limit}; open a new stream with the same import_id to go on.", "超过 {limit} 没有收到数据，导入已暂停；请用同一导入编号继续。");

    /// <summary>Another service of the suite did not answer. Values: service.</summary>
    public static readonly ErrorDefinition ServiceUnavailable = new(
        "SERVICE_UNAVAILABLE", StatusCode.Unavailable, "The {service} service did not answer; try again.", "{service} 服务暂时没有响应，请稍后再试。");

    /// <summary>The database did not answer, several times over; nothing was changed. Values: none.</summary>
    public static readonly ErrorDefinition DatabaseUnavailable = new(
        "DATABASE_UNAVAILABLE", StatusCode.Unavailable, "The database did not answer and nothing was changed; try again.", "数据库暂时没有响应，未作任何修改，请稍后再试。");

    /// <summary>The database has no room left; nothing was changed. Values: none.</summary>
    public static readonly ErrorDefinition DatabaseFull = new(
        "DATABASE_FULL", StatusCode.ResourceExhausted, "The database, or the disk it lies on, is full; nothing was changed. The operator must make room.", "数据库存储空间已满，未作任何修改，请联系管理员扩容后再试。");

    /// <summary>The connection to the database broke during the commit, so the change may have happened or not. Values: none.</summary>
    public static readonly ErrorDefinition OutcomeUnknown = new(
        "OUTCOME_UNKNOWN", StatusCode.Unavailable, "Whether the change was made is not known; repeat the call with the same request_id, or read the resource again.", "与数据库的连接中断，是否已保存未知；请用同一 request_id 重试，或重新查看后再操作。");

    /// <summary>Anything that nobody foresaw. Values: trace_id.</summary>
    public static readonly ErrorDefinition Internal = new(
        "INTERNAL", StatusCode.Internal, "Internal error; give this trace id to the operator: {trace_id}", "系统内部错误，请将此编号告知管理员：{trace_id}");

    /// <summary>All entries, in the order of their reasons.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        .. typeof(ErrorCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ErrorDefinition)field.GetValue(null)!)
            .OrderBy(entry => entry.Reason, StringComparer.Ordinal),
    ];

    private static ErrorDefinition Invalid(string reason, string english, string chinese) =>
        new(reason, StatusCode.InvalidArgument, english, chinese);
}
