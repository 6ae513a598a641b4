using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>What ListFilings can be filtered and ordered by; the contract says the same.</summary>
internal static class FilingList
{
    // The SQL of what Filing and its mapping derive.
    public static readonly string IsFiled =
        $"CASE WHEN state IN ({string.Join(", ", Filing.FiledStates.Select(state => (int)state))}) THEN 1 ELSE 0 END";

    public static readonly string IsOwed = $"CASE WHEN standing = {(int)FilingStanding.Owed} THEN 1 ELSE 0 END";

    public static readonly string IsOverdue = $"CASE WHEN @deadlinePassed = 1 AND {IsOwed} = 1 AND {IsFiled} = 0 THEN 1 ELSE 0 END";

    public const string IsLate = "CASE WHEN submitted_revision = revision AND submit_time >= @deadlineEnd THEN 1 ELSE 0 END";

    private const string IsArchived = "CASE WHEN revision > 0 AND archived_revision = revision THEN 1 ELSE 0 END";
    private const string SubmitTime = "CASE WHEN submitted_revision = revision THEN submit_time END";

    private static readonly OrderColumn<Filing> Department = OrderColumn.Text<Filing>("department", "department", filing => filing.Department);

    public static readonly ListMethod<Filing> Method = new(
        mostOnPage: 1000,
        departmentColumn: "department",
        fields:
        [
            FilterField.Department("department", "department"),
            FilterField.Enum<FilingState>("state", "state"),
            FilterField.Boolean("filed", IsFiled),
            FilterField.Boolean("archived", IsArchived),
            FilterField.Boolean("owed", IsOwed),
            FilterField.Boolean("overdue", IsOverdue),
            FilterField.Boolean("late", IsLate),
            FilterField.Number("revision", "revision"),
            FilterField.Time("submit_time", SubmitTime, optional: true),
            FilterField.Time("update_time", "update_time"),
        ],
        orders:
        [
            new(Department.Up()),
            new(OrderColumn.Time<Filing>("update_time", "update_time", filing => filing.UpdateTime).Up(), Department.Up()),
        ]);

    public static IReadOnlyList<ListScope> Scope(int year) => [new("year", year)];
}
