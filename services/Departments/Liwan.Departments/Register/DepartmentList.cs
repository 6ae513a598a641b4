using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Register;

/// <summary>What ListDepartments can be filtered and ordered by; the contract says the same.</summary>
internal static class DepartmentList
{
    private static readonly OrderColumn<Department> Id = OrderColumn.Text<Department>("name", "id", department => department.Id);

    public static readonly ListMethod<Department> Method = new(
        mostOnPage: 1000,
        departmentColumn: "id",
        fields:
        [
            FilterField.Department("name", "id"),
            FilterField.AnyText("official_names.text", "SELECT 1 FROM official_name WHERE official_name.department = department.id", "official_name.name_text"),
            FilterField.Code("budget_unit_code", "budget_unit_code"),
            FilterField.Code("unified_social_credit_code", "credit_code"),
            FilterField.Department("parent_department", "parent", optional: true),
            FilterField.Department("successor", "successor", optional: true),
            FilterField.Time("create_time", "create_time"),
            FilterField.Time("update_time", "update_time"),
        ],
        orders:
        [
            new(Id.Up()),
            new(OrderColumn.Text<Department>("budget_unit_code", "budget_unit_code", department => department.BudgetUnitCode).Up(), Id.Up()),
            new(OrderColumn.Time<Department>("update_time", "update_time", department => department.UpdateTime).Up(), Id.Up()),
        ]);
}
