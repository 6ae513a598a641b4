using Dapper;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Rows;

/// <summary>Finds the rows of many departments and years, wherever in the table they lie.</summary>
public static class DepartmentYearKeys
{
    /// <summary>Matches rows over the columns <c>department</c> and <c>year</c>.</summary>
    /// <param name="keys">Departments and years; a thousand of them go into one match.</param>
    public static IEnumerable<KeyMatch> Match(IEnumerable<DepartmentYear> keys) => keys.Chunk(KeyMatch.MostMembers).Select(Make);

    private static KeyMatch Make(DepartmentYear[] keys)
    {
        // There are at most a hundred years, so few terms have all keys; a key of both columns is sought either way.
        var byDepartment = keys.ToLookup(key => (object)key.Department, key => (object)key.Year);
        var byYear = keys.ToLookup(key => (object)key.Year, key => (object)key.Department);
        return byDepartment.Count <= byYear.Count ? Make("department", "year", byDepartment) : Make("year", "department", byYear);
    }

    private static KeyMatch Make(string column, string other, ILookup<object, object> groups)
    {
        var parameters = new DynamicParameters();
        var count = 0;
        var terms = groups.Select(group =>
            $"{column} = {Add(group.Key)} AND {other} IN ({string.Join(", ", group.Select(Add))})");
        return new KeyMatch($"(({string.Join(") OR (", terms)}))", parameters);

        string Add(object value) => KeyMatch.Add(parameters, count++, value);
    }
}
