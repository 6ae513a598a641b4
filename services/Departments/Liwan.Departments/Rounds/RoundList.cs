using Liwan.Storage.Paging;

namespace Liwan.Departments.Rounds;

/// <summary>In which order ListRounds gives rounds: the latest year first.</summary>
internal static class RoundList
{
    public static readonly ListMethod<Round> Method = new(
        mostOnPage: 100,
        departmentColumn: null,
        fields: [],
        orders: [new(OrderColumn.Number<Round>("year", "year", round => round.Year).Down())]);
}
