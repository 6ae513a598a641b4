using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;
using Liwan.Storage.Caching;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Liwan.YearLocks;

namespace Liwan.Budgets.Budgets;

/// <summary>The methods of <c>liwan.budgets.v1.BudgetService</c>.</summary>
internal sealed partial class BudgetGrpcService(
    BudgetRepository budgets, ReadCache<V1.Budget> cache, DepartmentRegister departments, RequestLedger ledger, ImportRunner imports, PageTokens tokens, TimeProvider time)
    : BudgetService.BudgetServiceBase
{
    public override async Task<V1.Budget> GetBudget(GetBudgetRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, BudgetMapping.Collection);
        violations.ThrowIfAny();
        return await cache.GetAsync(key, () => budgets.FindStampAsync(key, context.CancellationToken), ReadAsync) ?? throw NotFound(key);

        async Task<(ResourceStamp, V1.Budget)?> ReadAsync() => await budgets.FindAsync(key, context.CancellationToken) is { } found
            ? (new ResourceStamp { Etag = found.Etag, Locked = found.Locked }, BudgetMapping.Write(found))
            : null;
    }

    public override async Task<ListBudgetsResponse> ListBudgets(ListBudgetsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", request.Parent);
        violations.ThrowIfAny();
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await BudgetList.Method.ReadAsync(tokens, list, DepartmentYearLists.Scope(department), context.CancellationToken);

        var page = await budgets.ListAsync(query, context.CancellationToken);
        return new ListBudgetsResponse
        {
            Budgets = { page.Rows.Select(BudgetMapping.Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.Budget> CreateBudget(CreateBudgetRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = new DepartmentYear(
            ResourceNames.Department(violations, "parent", request.Parent),
            ResourceNames.Year(violations, "budget_id", request.BudgetId));
        var rows = BudgetMapping.ReadRows(violations, request.Budget ?? new V1.Budget(), new ItemUids([]));
        if (request.Budget is null)
        {
            violations.Add("budget", ErrorCatalogue.FieldRequired);
        }

        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => departments.RequireAsync("parent", request.Parent, context.CancellationToken),
            async (session, _) =>
            {
                await YearLock.RequireOpenAsync(session, key, key.In(BudgetMapping.Collection));
                var now = time.Present();
                var budget = BudgetMapping.WithEtag(new Budget { Key = key, Rows = rows, CreateTime = now, UpdateTime = now });
                var answer = BudgetMapping.Write(budget);
                await BudgetRepository.InsertAsync(session, budget, answer.CalculateSize());
                return answer;
            },
            context.CancellationToken);
    }

    public override Task<V1.Budget> UpdateBudget(UpdateBudgetRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "budget.name", request.Budget?.Name ?? string.Empty, BudgetMapping.Collection);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            session => UpdateAsync(session, key, request),
            context.CancellationToken);
    }

    private async Task<V1.Budget> UpdateAsync(DbSession session, DepartmentYear key, UpdateBudgetRequest request)
    {
        var current = await BudgetRepository.FindAsync(session, key) ?? throw NotFound(key);
        await YearLock.RequireOpenAsync(session, key, key.In(BudgetMapping.Collection));
        if (request.Budget.Etag.Length > 0 && request.Budget.Etag != current.Etag)
        {
            throw Changed(current);
        }

        var before = BudgetMapping.Write(current);
        // Our own total is not one that the caller states.
        before.Total = null;
        var violations = new Violations();
        var rows = BudgetMapping.ReadRows(violations, UpdateMasks.Apply(request.UpdateMask, request.Budget, before), new ItemUids(current.Uids));
        violations.ThrowIfAny();

        var budget = BudgetMapping.WithEtag(current with { Rows = rows, UpdateTime = time.PresentAfter(current.UpdateTime) });
        var answer = BudgetMapping.Write(budget);
        return await BudgetRepository.TryUpdateAsync(session, budget, current.Etag, answer.CalculateSize()) ? answer : throw Changed(current);
    }

    internal static ServiceException Changed(Budget current) =>
        new(ErrorCatalogue.EtagMismatch, ("name", current.Key.In(BudgetMapping.Collection)), ("changed", "预算"), ("etag", current.Etag));

    private static ServiceException NotFound(DepartmentYear key) =>
        new(ErrorCatalogue.NotFound, ("name", key.In(BudgetMapping.Collection)));
}
