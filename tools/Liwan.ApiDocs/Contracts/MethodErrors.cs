using Liwan.ServiceDefaults.Errors;

namespace Liwan.ApiDocs.Contracts;

/// <summary>
/// Which entries of the error catalogue a method can answer, an import also for one of its items. What follows from the shape of a request is told from the
/// shape, so that a new method has its errors; the rest is told by name.
/// </summary>
internal static class MethodErrors
{
    private static readonly string[] TextReasons = ["TEXT_TOO_LONG", "TEXT_CONTROL_CHARACTER"];
    private static readonly string[] MoneyReasons = ["MONEY_NOT_CNY", "MONEY_FRACTION_OF_FEN", "MONEY_MALFORMED", "MONEY_OUT_OF_RANGE"];

    private static readonly IReadOnlyList<(Func<string, bool> Reason, Func<ContractMethod, bool> Arises)> Rules =
    [
        (Is("INTERNAL", "DATABASE_UNAVAILABLE", "REQUEST_UNREADABLE"), _ => true),
        (Is("TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", "PERMISSION_DENIED"), _ => true),
        (Is("MESSAGE_TOO_LARGE", "RATE_EXCEEDED", "TOO_MANY_CALLS", "OVERLOADED"), _ => true),
        (Is("DEADLINE_EXCEEDED"), method => !method.Descriptor.IsClientStreaming && !method.Descriptor.IsServerStreaming),
        (Is("UPLOAD_TOO_SLOW"), method => method.Routes.Any(route => route.Body.Length > 0) || method.Name == "ImportDocument"),
        (Is("REQUEST_TOO_LARGE"), method => method.Routes.Any(route => route.Body.Length > 0)),
        (Is("OUTCOME_UNKNOWN", "DATABASE_FULL"), Changes),
        // The services below, or the provider of identities.
        (Is("SERVICE_UNAVAILABLE"), _ => true),

        (Is("FIELD_REQUIRED"), method => method.Name is not ("ListDepartments" or "ListRounds" or "ListAuditEntries" or "ExportAuditEntries" or "ListOutboxEvents" or "ListRuleSets")),
        (Is("NAME_MALFORMED"), method => (method.Holds("name") && method.Name != "ReadIndicators") || method.Holds("names") || method.Holds("parent") || method.Holds("department_id") || method.Name == "ReplayOutboxEvents" || (method.Holds("start_after") && !ReadsAudit(method))),
        (Is("YEAR_OUT_OF_RANGE"), method => method.Descriptor.Service.Name is not ("DepartmentService" or "EventSinkService" or "EventFeedService" or "OutboxService" or "AuditService") && method.Name is not ("ListRounds" or "ReadIndicators" or "ListRuleSets" or "ImportDocument")),
        (Is("YEAR_OUT_OF_RANGE"), method => method.Name == "ReplayOutboxEvents"),
        (Is(TextReasons), method => method.HoldsResource || method.Holds("reason") || method.Name == "ReadIndicators"),
        (Is("VALUE_NOT_ACCEPTED"), method => method.HoldsResource || method.Name is "RenderReport" or "RenderRound" or "RenderRoundSummary" or "ImportDocument" or "ExportAuditEntries" or "BatchReturnReports" or "BatchAcceptReports" or "CarryOverTaskPlan" or "CompareRevisions" or "ListOutboxEvents" or "ReplayOutboxEvents" or "PurgeOutboxEvents" or "RedriveDeadLetters" or "OverrideOutcome" or "ScoreTaskPlan" or "ComparePlans" || (method.Holds("start_after") && method.Holds("parent"))),
        (Is("TOO_MANY_ITEMS"), method => method.RequestFields.Any(field => field.IsRepeated && field.File.Package.StartsWith("liwan.", StringComparison.Ordinal))),
        (Is("RESOURCE_TOO_LARGE"), method => method.HoldsMessage("liwan.taskindicators.v1.TaskPlan") || method.Name is "CarryOverTaskPlan" or "ReadIndicators" or "OverrideOutcome" or "ClearOutcomeOverride"),
        (Is(MoneyReasons), method => method.HoldsMessage("google.type.Money")),
        (Is("STATED_FIGURE_DISAGREES"), method => method.HoldsMessage("liwan.budgets.v1.FundingTotal")),
        (Is("UID_UNKNOWN", "UID_REPEATED"), method => method.Holds("uid")),
        (Is("UPDATE_MASK_INVALID"), method => method.Holds("update_mask")),
        (Is("FIELD_IMMUTABLE"), method => method.Name is "UpdateReport" or "UpdateRound"),
        (Is("PAGE_TOKEN_INVALID"), method => method.Holds("page_token")),
        (Is("PAGE_SIZE_NEGATIVE"), method => method.Holds("page_size")),
        (reason => reason.StartsWith("FILTER_", StringComparison.Ordinal), method => method.Holds("filter")),
        (reason => reason.StartsWith("ORDER_BY_", StringComparison.Ordinal), method => method.Holds("order_by")),
        (Is("REQUEST_ID_INVALID", "REQUEST_ID_REUSED"), method => method.Holds("request_id") || method.Holds("import_id")),
        (reason => reason.StartsWith("IMPORT_", StringComparison.Ordinal), IsBulkImport),
        (Is("UID_TAKEN"), method => IsBulkImport(method) && method.Holds("uid")),
        (Is("CREDIT_CODE_INVALID", "VALUE_TAKEN"), method => method.HoldsMessage("liwan.departments.v1.Department")),
        (Is("DATES_INVALID"), method => method.HoldsMessage("google.type.Date")),
        (Is("EVENT_MALFORMED"), method => method.Descriptor.Service.Name == "EventSinkService"),

        (Is("NOT_FOUND"), AsksForSomething),
        (Is("ALREADY_EXISTS"), method => MakesNew(method) || IsBulkImport(method)),
        (Is("ETAG_MISMATCH"), method => method.Holds("etag") && !MakesNew(method)),
        (Is("ETAG_MALFORMED", "ROUND_NOT_OPEN", "DEADLINE_PASSED"), method => method.Name == "SubmitReport"),
        (Is("CHECKS_FAILED"), method => method.Name is "SubmitReport" or "PublishReport"),
        (Is("NOT_ARCHIVED"), method => method.Name == "PublishReport"),
        (Is("YEAR_LOCKED"), method => method.HoldsMessage("liwan.budgets.v1.Budget") || method.HoldsMessage("liwan.taskindicators.v1.TaskPlan") || method.Name == "CarryOverTaskPlan"),
        (Is("STATE_FORBIDS"), method => method.Name is "UpdateReport" or "SubmitReport" or "RecallReport" or "ReturnReport" or "AcceptReport" or "PublishReport" or "UnpublishReport" or "CreateReviewComment" or "CloseRound" or "ReopenRound"),
        (Is("RULE_SET_NOT_CHOSEN", "WEIGHTS_DO_NOT_SUM"), method => method.Name is "ScoreTaskPlan" or "RenderReport"),
        (Is("SCORES_NOT_KEPT"), method => method.Name == "RenderReport"),
        (Is("NOT_OVERRIDDEN"), method => method.Name == "ClearOutcomeOverride"),
        (Is("RESUME_TOKEN_EXPIRED", "RESUME_TOKEN_INVALID"), method => method.Holds("resume_token")),
        (Is("BROKER_NOT_CONFIGURED", "BROKER_UNAVAILABLE"), method => method.Name is "ListDeadLetters" or "RedriveDeadLetters"),
        (Is("FONT_UNAVAILABLE"), method => method.Name is "RenderReport" or "RenderRound" or "RenderRoundSummary"),
        (Is("DOCUMENT_UNREADABLE"), method => method.Name == "ImportDocument"),
    ];

    /// <summary>The entries that a method can answer, by status and reason.</summary>
    public static IReadOnlyList<ErrorDefinition> Of(ContractMethod method) =>
    [
        .. ErrorCatalogue.All
            .Where(entry => Rules.Any(rule => rule.Reason(entry.Reason) && rule.Arises(method)))
            .OrderBy(entry => entry.Status).ThenBy(entry => entry.Reason, StringComparer.Ordinal),
    ];

    private static Func<string, bool> Is(params string[] reasons) => reasons.Contains;

    private static bool Changes(ContractMethod method) =>
        method.Holds("request_id") || IsBulkImport(method) || method.Descriptor.Service.Name == "EventSinkService" || method.Name == "RedriveDeadLetters";

    private static bool IsBulkImport(ContractMethod method) => method.Descriptor.IsClientStreaming && method.Descriptor.IsServerStreaming;

    private static bool MakesNew(ContractMethod method) => method.Name is "OpenRound" or "CarryOverTaskPlan" || method.Name.StartsWith("Create", StringComparison.Ordinal);

    private static bool ReadsAudit(ContractMethod method) => method.Descriptor.Service.Name == "AuditService";

    private static bool AsksForSomething(ContractMethod method) =>
        method.Descriptor.Service.Name is not ("EventSinkService" or "EventFeedService")
        && method.Name is not ("ReplayOutboxEvents" or "PurgeOutboxEvents" or "RedriveDeadLetters" or "ReadIndicators" or "ImportDocument" or "RenderRound")
        && !ReadsAudit(method)
        && (!method.Name.StartsWith("Export", StringComparison.Ordinal) || method.Name == "ExportLateFilings")
        && (!method.Name.StartsWith("List", StringComparison.Ordinal) || method.Name is "ListRevisions" or "ListReportChanges" or "ListReviewComments");
}
