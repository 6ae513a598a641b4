using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Reports.History;

/// <summary>The history of reports in the database; it is added to and never changed.</summary>
internal static class ReportHistory
{
    public static readonly ListMethod<ReportChange> Method = new(
        mostOnPage: 1000,
        departmentColumn: "department",
        fields: [],
        orders: [new(OrderColumn.Number<ReportChange>("number", "number", change => change.Number).Up())]);

    public static IReadOnlyList<ListScope> Scope(DepartmentYear report) => [new("department", report.Department), new("year", report.Year)];

    /// <summary>Adds an entry in the transaction of its change, which holds the report's row: that keeps the numbers without a gap.</summary>
    public static Task AddAsync(DbSession session, ReportChange change) =>
        session.ExecuteAsync(
            """
            INSERT INTO report_change (department, year, number, action, from_state, to_state, caller, reason, revision, changed_fields, create_time)
            SELECT @Department, @Year, COALESCE(MAX(number), 0) + 1, @Action, @FromState, @ToState, @Caller, @Reason, @Revision, @ChangedFields, @CreateTime
            FROM report_change WHERE department = @Department AND year = @Year
            """,
            change);

    public static Task<IReadOnlyList<ReportChange>> ListAsync(DbSession session, ListQuery<ReportChange> query) =>
        query.FetchAsync<ReportChange>(
            session,
            $"""
            SELECT department AS {nameof(ReportChange.Department)}, year AS {nameof(ReportChange.Year)}, number AS {nameof(ReportChange.Number)},
                action AS {nameof(ReportChange.Action)}, from_state AS {nameof(ReportChange.FromState)}, to_state AS {nameof(ReportChange.ToState)},
                caller AS {nameof(ReportChange.Caller)}, reason AS {nameof(ReportChange.Reason)}, revision AS {nameof(ReportChange.Revision)},
                changed_fields AS {nameof(ReportChange.ChangedFields)}, create_time AS {nameof(ReportChange.CreateTime)}
            FROM report_change
            """);
}
