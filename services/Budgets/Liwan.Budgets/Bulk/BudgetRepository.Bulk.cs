using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Rows;

namespace Liwan.Budgets.Budgets;

/// <summary>Many budgets at once, in few statements.</summary>
internal sealed partial class BudgetRepository
{
    /// <summary>Finds those of many budgets that exist.</summary>
    public static async Task<IReadOnlyDictionary<DepartmentYear, Budget>> FindManyAsync(DbSession session, IEnumerable<DepartmentYear> keys)
    {
        var found = new Dictionary<DepartmentYear, Budget>();
        foreach (var match in DepartmentYearKeys.Match(keys))
        {
            var budgets = await session.QueryAsync<BudgetRecord>($"{SelectBudgets} WHERE {match.Condition}", match.Parameters);
            var rowsOf = await RowsOfAsync(session, budgets);
            foreach (var budget in budgets)
            {
                found.Add(budget.Key, budget.ToBudget(rowsOf[budget.Key]));
            }
        }

        return found;
    }

    /// <summary>Returns which budget holds each of many uids of rows.</summary>
    public static async Task<IReadOnlyDictionary<string, DepartmentYear>> FindHoldersAsync(DbSession session, IEnumerable<string> uids)
    {
        var holders = new Dictionary<string, DepartmentYear>(StringComparer.Ordinal);
        foreach (var match in KeyMatch.Of(uids, ("uid", uid => uid)))
        {
            foreach (var row in await session.QueryAsync<RowRecord>($"{SelectRows} WHERE {match.Condition}", match.Parameters))
            {
                holders.Add(row.Uid, row.Key);
            }
        }

        return holders;
    }

    /// <summary>Creates budgets, and replaces those that have an etag to replace.</summary>
    /// <returns>False if another writer has changed one of those since.</returns>
    public static async Task<bool> TryWriteManyAsync(DbSession session, IReadOnlyList<(Budget Budget, string? ReplacedEtag)> budgets)
    {
        var replaced = budgets.Where(budget => budget.ReplacedEtag is not null).OrderBy(budget => budget.Budget.Key.Department, StringComparer.Ordinal)
            .ThenBy(budget => budget.Budget.Key.Year).ToList();
        var deleted = 0;
        foreach (var match in KeyMatch.Of(
            replaced,
            ("department", budget => budget.Budget.Key.Department),
            ("year", budget => budget.Budget.Key.Year),
            ("etag", budget => budget.ReplacedEtag!)))
        {
            deleted += await session.ExecuteAsync($"DELETE FROM budget WHERE {match.Condition}", match.Parameters);
        }

        if (deleted < replaced.Count)
        {
            return false;
        }

        foreach (var match in DepartmentYearKeys.Match(replaced.Select(budget => budget.Budget.Key)))
        {
            await session.ExecuteAsync($"DELETE FROM funding_row WHERE {match.Condition}", match.Parameters);
        }

        await session.InsertAsync(BudgetInsert, [.. budgets.Select(budget => (budget.Budget, BudgetMapping.Write(budget.Budget).CalculateSize()))]);
        await session.InsertAsync(RowInsert, [.. budgets.SelectMany(budget => RowsOf(budget.Budget))]);
        foreach (var (budget, replacedEtag) in budgets)
        {
            session.Changed(budget.Key.In(BudgetMapping.Collection), replacedEtag ?? string.Empty, budget.Etag);
        }

        return true;
    }
}
