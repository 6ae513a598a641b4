using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Audit.V1;
using Liwan.Budgets.V1;
using Liwan.Cli.Identity;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Services;

/// <summary>
/// The four services, one channel each for as long as the command runs. Every call is tried again while its service is
/// UNAVAILABLE, so a request keeps its <c>request_id</c> from the first try to the last.
/// </summary>
internal sealed class ServiceClients : IDisposable
{
    /// <summary>What a document may weigh; the services bound the forms, not us.</summary>
    private const int LargestMessage = 64 * 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly List<GrpcChannel> _channels = [];
    private readonly ServiceAuthorities _authorities;
    private readonly TimeSpan _timeout;
    private readonly Action<string> _notice;
    private readonly CallerToken? _token;
    private int _noticed;

    /// <param name="addresses">Where the services are.</param>
    /// <param name="authorities">Whose certificates they may show.</param>
    /// <param name="timeout">How long one call may take, its repeats included.</param>
    /// <param name="token">Who calls; null: nobody in particular.</param>
    /// <param name="notice">Told once, in Chinese, that a service is being waited for.</param>
    public ServiceClients(ServiceAddresses addresses, ServiceAuthorities authorities, TimeSpan timeout, CallerToken? token, Action<string> notice)
    {
        _authorities = authorities;
        _token = token;
        _timeout = timeout;
        _notice = notice;
        Addresses = addresses;
        var (departments, budgets, taskIndicators, reports) =
            (Open(addresses.Departments), Open(addresses.Budgets), Open(addresses.TaskIndicators), Open(addresses.Reports));
        Departments = new DepartmentService.DepartmentServiceClient(departments);
        Rounds = new EvaluationRoundService.EvaluationRoundServiceClient(departments);
        Budgets = new BudgetService.BudgetServiceClient(budgets);
        TaskPlans = new TaskPlanService.TaskPlanServiceClient(taskIndicators);
        Reports = new ReportService.ReportServiceClient(reports);
        Reviews = new ReviewService.ReviewServiceClient(reports);
        Rollups = new RollupService.RollupServiceClient(reports);
        Outbox = new OutboxService.OutboxServiceClient(reports);
        Feed = new EventFeedService.EventFeedServiceClient(reports);
        Audits =
        [
            new AuditedService(addresses.Departments, new AuditService.AuditServiceClient(departments)),
            new AuditedService(addresses.Budgets, new AuditService.AuditServiceClient(budgets)),
            new AuditedService(addresses.TaskIndicators, new AuditService.AuditServiceClient(taskIndicators)),
            new AuditedService(addresses.Reports, new AuditService.AuditServiceClient(reports)),
        ];
    }

    public ServiceAddresses Addresses { get; }

    /// <summary>How long one call may take; of a stream, how long it may be without progress.</summary>
    public TimeSpan Timeout => _timeout;
    public DepartmentService.DepartmentServiceClient Departments { get; }
    public EvaluationRoundService.EvaluationRoundServiceClient Rounds { get; }
    public BudgetService.BudgetServiceClient Budgets { get; }
    public TaskPlanService.TaskPlanServiceClient TaskPlans { get; }
    public ReportService.ReportServiceClient Reports { get; }
    public ReviewService.ReviewServiceClient Reviews { get; }
    public RollupService.RollupServiceClient Rollups { get; }

    public OutboxService.OutboxServiceClient Outbox { get; }
    public EventFeedService.EventFeedServiceClient Feed { get; }

    /// <summary>The audit trails, one a service.</summary>
    public IReadOnlyList<AuditedService> Audits { get; }

    /// <summary>Tells people, in Chinese, that a service is being waited for.</summary>
    public void Notice(string text) => _notice(text);

    /// <summary>A new <c>request_id</c>.</summary>
    public static string NewRequestId() => Guid.NewGuid().ToString();

    public Task<T> DepartmentsAsync<T>(Func<DepartmentService.DepartmentServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Departments, options => call(Departments, options), cancellationToken);

    public Task<T> RoundsAsync<T>(Func<EvaluationRoundService.EvaluationRoundServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Departments, options => call(Rounds, options), cancellationToken);

    public Task<T> BudgetsAsync<T>(Func<BudgetService.BudgetServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Budgets, options => call(Budgets, options), cancellationToken);

    public Task<T> TaskPlansAsync<T>(Func<TaskPlanService.TaskPlanServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.TaskIndicators, options => call(TaskPlans, options), cancellationToken);

    public Task<T> ReportsAsync<T>(Func<ReportService.ReportServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Reports, options => call(Reports, options), cancellationToken);

    public Task<T> ReviewsAsync<T>(Func<ReviewService.ReviewServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Reports, options => call(Reviews, options), cancellationToken);

    public Task<T> RollupsAsync<T>(Func<RollupService.RollupServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Reports, options => call(Rollups, options), cancellationToken);

    public Task<T> OutboxAsync<T>(Func<OutboxService.OutboxServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(Addresses.Reports, options => call(Outbox, options), cancellationToken);

    public Task<T> AuditAsync<T>(AuditedService service, Func<AuditService.AuditServiceClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        CallAsync(service.Address, options => call(service.Client, options), cancellationToken);

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    private GrpcChannel Open(ServiceAddress address)
    {
        var channel = GrpcChannel.ForAddress(address.Uri, new GrpcChannelOptions
        {
            Credentials = Credentials(address),
            // Where a token may go over plain HTTP has been decided before.
            UnsafeUseInsecureChannelCallCredentials = true,
            MaxReceiveMessageSize = LargestMessage,
            HttpHandler = _authorities.NewHandler(),
            DisposeHttpClient = true,
        });
        _channels.Add(channel);
        return channel;
    }

    private ChannelCredentials? Credentials(ServiceAddress address)
    {
        if (_token?.For(address) is not { } token)
        {
            return null;
        }

        var call = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return Task.CompletedTask;
        });
        return ChannelCredentials.Create(address.Uri.Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure, call);
    }

    private async Task<T> CallAsync<T>(ServiceAddress address, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + _timeout;
        RpcException? unavailable = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && DateTime.UtcNow + pause < deadline)
            {
                unavailable = e;
                if (pause > FirstPause * 4 && Interlocked.Exchange(ref _noticed, 1) == 0)
                {
                    _notice($"服务 {address} 暂时没有答复，最多再试 {_timeout.TotalSeconds:0} 秒…");
                }

                await Task.Delay(pause * (0.75 + Random.Shared.NextDouble() / 2), cancellationToken);
            }
            catch (RpcException e)
            {
                // That the time ran out during the last try says less than why there had to be one.
                var cause = e.StatusCode == StatusCode.DeadlineExceeded && unavailable is not null ? unavailable : e;
                throw new ServiceException(ServiceError.From(cause, address), cause);
            }
        }
    }
}

/// <summary>A service as the keeper of its audit trail.</summary>
internal sealed record AuditedService(ServiceAddress Address, AuditService.AuditServiceClient Client);
