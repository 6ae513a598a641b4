using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>An item of an import and the number it goes under.</summary>
internal sealed record NumberedItem(long Index, IMessage Message);

/// <summary>The stream of an import, the same for every resource.</summary>
internal sealed record ImportCall(
    Func<ImportSettings?, IReadOnlyList<NumberedItem>, Task> SendAsync, Func<Task> CompleteAsync, IAsyncStreamReader<ImportProgress> Answers, IDisposable Call);

/// <summary>A resource that is imported and exported in bulk.</summary>
internal sealed record BulkResource
{
    public static readonly BulkResource Departments = new()
    {
        Noun = "departments",
        Chinese = "部门",
        Descriptor = Department.Descriptor,
        Links = ["parent_department", "successor"],
        HasParent = false,
        Address = clients => clients.Addresses.Departments,
        Export = (clients, _, after, options) => ReadAsync(
            clients.Departments.ExportDepartments(new ExportDepartmentsRequest { StartAfter = after }, options), answer => answer.Departments),
        Import = (clients, options) => Open(clients.Departments.ImportDepartments(options), (settings, items) => new ImportDepartmentsRequest
        {
            Settings = settings,
            Items = { items.Select(item => new ImportDepartmentsRequest.Types.Item { Index = item.Index, Department = (Department)item.Message }) },
        }),
    };

    public static readonly BulkResource Budgets = new()
    {
        Noun = "budgets",
        Chinese = "预算",
        Descriptor = Budget.Descriptor,
        Address = clients => clients.Addresses.Budgets,
        Export = (clients, parent, after, options) => ReadAsync(
            clients.Budgets.ExportBudgets(new ExportBudgetsRequest { Parent = parent, StartAfter = after }, options), answer => answer.Budgets),
        Import = (clients, options) => Open(clients.Budgets.ImportBudgets(options), (settings, items) => new ImportBudgetsRequest
        {
            Settings = settings,
            Items = { items.Select(item => new ImportBudgetsRequest.Types.Item { Index = item.Index, Budget = (Budget)item.Message }) },
        }),
    };

    public static readonly BulkResource TaskPlans = new()
    {
        Noun = "task-plans",
        Chinese = "任务与指标",
        Descriptor = TaskPlan.Descriptor,
        Address = clients => clients.Addresses.TaskIndicators,
        Export = (clients, parent, after, options) => ReadAsync(
            clients.TaskPlans.ExportTaskPlans(new ExportTaskPlansRequest { Parent = parent, StartAfter = after }, options), answer => answer.TaskPlans),
        Import = (clients, options) => Open(clients.TaskPlans.ImportTaskPlans(options), (settings, items) => new ImportTaskPlansRequest
        {
            Settings = settings,
            Items = { items.Select(item => new ImportTaskPlansRequest.Types.Item { Index = item.Index, TaskPlan = (TaskPlan)item.Message }) },
        }),
    };

    public static readonly IReadOnlyList<BulkResource> All = [Departments, Budgets, TaskPlans];

    /// <summary>Its name on the command line.</summary>
    public required string Noun { get; init; }

    public required string Chinese { get; init; }

    public required MessageDescriptor Descriptor { get; init; }

    /// <summary>Its fields that name others of its kind, which must be imported before it.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Whether it lives under a department.</summary>
    public bool HasParent { get; init; } = true;

    public required Func<ServiceClients, ServiceAddress> Address { get; init; }

    /// <summary>Opens an export of a parent, from after a name on.</summary>
    public required Func<ServiceClients, string, string, CallOptions, IAsyncEnumerable<IReadOnlyList<IMessage>>> Export { get; init; }

    public required Func<ServiceClients, CallOptions, ImportCall> Import { get; init; }

    /// <summary>Reads a text field of an item, such as its <c>name</c>.</summary>
    public string TextOf(IMessage message, string field) => (string)Descriptor.FindFieldByName(field).Accessor.GetValue(message);

    /// <summary>Has the item written whatever is stored.</summary>
    public void DropEtag(IMessage message) => Descriptor.FindFieldByName("etag").Accessor.Clear(message);

    private static async IAsyncEnumerable<IReadOnlyList<IMessage>> ReadAsync<T>(AsyncServerStreamingCall<T> call, Func<T, IReadOnlyList<IMessage>> items)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                yield return items(call.ResponseStream.Current);
            }
        }
    }

    private static ImportCall Open<T>(AsyncDuplexStreamingCall<T, ImportProgress> call, Func<ImportSettings?, IReadOnlyList<NumberedItem>, T> make) => new(
        (settings, items) => call.RequestStream.WriteAsync(make(settings, items)), call.RequestStream.CompleteAsync, call.ResponseStream, call);
}
