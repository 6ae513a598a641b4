using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Submission;

/// <summary>What ListRevisions can be filtered and ordered by; the contract says the same.</summary>
internal static class RevisionList
{
    public static readonly ListMethod<Revision> Method = new(
        mostOnPage: 200,
        departmentColumn: "r.department",
        fields:
        [
            FilterField.Time("submit_time", "r.submit_time"),
            FilterField.Time("archive.archive_time", "a.archive_time", optional: true),
        ],
        orders: [new(OrderColumn.Number<Revision>("revision", "r.number", revision => revision.Number).Up())]);

    public static IReadOnlyList<ListScope> Scope(DepartmentYear report) => [new("r.department", report.Department), new("r.year", report.Year)];

    public static ListScope Number(int revision) => new("r.number", revision);
}
