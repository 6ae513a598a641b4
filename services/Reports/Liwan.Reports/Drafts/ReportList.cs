using Liwan.Messaging;
using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Drafts;

/// <summary>What ListReports can be filtered and ordered by; the contract says the same.</summary>
internal static class ReportList
{
    public static readonly ListMethod<Report> Method = new(
        mostOnPage: 1000,
        departmentColumn: "department",
        fields:
        [
            .. DepartmentYearLists.Fields,
            FilterField.Enum<ReportState>("state", "state"),
            FilterField.Number("revision", "revision"),
            FilterField.Time("submit_time", "submit_time", optional: true),
            FilterField.Text("title", "title"),
            FilterField.Text("problems", "problems"),
            FilterField.Text("improvements", "improvements"),
        ],
        orders: DepartmentYearLists.Orders<Report>(report => report.Key, report => report.UpdateTime));
}
