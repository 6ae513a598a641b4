using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Rows;

/// <summary>Finds the rows of many departments and years.</summary>
public static class DepartmentYearKeys
{
    /// <summary>Matches rows over the columns <c>department</c> and <c>year</c>.</summary>
    /// <param name="keys">Departments and years.</param>
    public static IEnumerable<KeyMatch> Match(IEnumerable<DepartmentYear> keys) =>
        KeyMatch.Of(keys, ("department", key => key.Department), ("year", key => key.Year));
}
