using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Transport;
using Liwan.Storage;
using Liwan.Storage.Retention;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging;

/// <summary>Switches messaging on in a service that has storage. The connection string <c>messaging</c> names the broker; without it there is none.</summary>
public static class MessagingRegistration
{
    /// <summary>The assembly whose migrations make the tables of messaging, for <c>AddLiwanStorage</c>.</summary>
    public static Assembly Migrations => typeof(MessagingRegistration).Assembly;

    /// <summary>
    /// Has this service listen to the events that <see cref="Topology"/> binds to its queue, over the broker if there is
    /// one and over its event sink. A service has one consumer.
    /// </summary>
    /// <typeparam name="THandler">What it does with them; made anew for each event.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="consumer">The name of the consumer in the topology, such as <c>budgets</c>.</param>
    /// <param name="configure">Changes the settings, after the section <c>Liwan:Messaging:Consumer</c>.</param>
    /// <exception cref="ArgumentException">The topology knows no such consumer.</exception>
    /// <exception cref="ValidationException">A setting is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The connection string <c>messaging</c> is no AMQP address.</exception>
    public static IHostApplicationBuilder AddReportEventConsumer<THandler>(
        this IHostApplicationBuilder builder, string consumer, Action<ReportEventConsumerOptions>? configure = null)
        where THandler : class, IReportEventHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        var queue = Topology.Of(consumer);
        var options = builder.Configuration.GetSection("Liwan:Messaging:Consumer").Get<ReportEventConsumerOptions>() ?? new ReportEventConsumerOptions();
        configure?.Invoke(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);

        AddRetention(builder, "inbox", retention => retention.Inbox, MessagingRetention.ForgetInboxAsync);
        builder.Services.AddScoped<IReportEventHandler, THandler>();
        builder.Services.AddSingleton(services => new Inbox(
            consumer,
            options.Selection,
            services.GetRequiredService<Database>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IServiceScopeFactory>()));
        if (BrokerAddress(builder.Configuration) is { } address)
        {
            ConsumerBus.Add(builder.Services, address, queue, options);
        }

        return builder;
    }

    /// <summary>Maps the sink through which the relay delivers events while there is no broker.</summary>
    /// <param name="endpoints">The service; it has a consumer and gRPC.</param>
    public static GrpcServiceEndpointConventionBuilder MapEventSink(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<EventSinkMethods>();

    /// <summary>
    /// Adds the <see cref="Outbox"/> and the relay that empties it, to the broker if there is one, and to the event sinks
    /// of all consumers of the topology while it takes nothing: this service's own in process, the others at
    /// its <c>grpc</c> endpoint.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="configure">Changes the settings, after the section <c>Liwan:Messaging:Relay</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string <c>messaging</c> is no AMQP address.</exception>
    public static IHostApplicationBuilder AddOutboxRelay(this IHostApplicationBuilder builder, Action<OutboxRelayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddRetention(builder, "outbox", retention => retention.Outbox, MessagingRetention.ForgetSentAsync);
        var services = builder.Services;
        services.AddOptions<OutboxRelayOptions>()
            .BindConfiguration("Liwan:Messaging:Relay")
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        foreach (var queue in Topology.Consumers)
        {
            services.AddGrpcClient<EventSinkService.EventSinkServiceClient>(
                EventSink.ClientName(queue.Consumer), (provider, client) => client.Address = DiscoveredAddress.OfGrpc(provider.GetRequiredService<IConfiguration>(), queue.Consumer))
                .AddIdentity()
                .AddTrustedCertificates();
        }

        if (BrokerAddress(builder.Configuration) is { } address)
        {
            services.AddSingleton(provider => new BrokerLink(
                address,
                provider.GetRequiredService<IOptions<OutboxRelayOptions>>().Value.BrokerTimeout,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BrokerLink>>()));
            services.AddSingleton(provider => new ErrorQueues(address, provider.GetRequiredService<IOptions<OutboxRelayOptions>>().Value.BrokerTimeout));
        }
        else
        {
            AddRetention(builder, "outbox without a broker", retention => retention.Outbox, MessagingRetention.ForgetAppliedAsync);
        }

        AddFeed(services);

        services.AddSingleton<WakeUp>();
        services.AddSingleton<RelayMetrics>();
        services.AddSingleton(provider => new Outbox(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<WakeUp>()));
        services.AddHostedService(provider => new OutboxRelay(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<WakeUp>(),
            provider.GetRequiredService<FeedHead>(),
            provider.GetRequiredService<RelayMetrics>(),
            EventSink.All(provider, provider.GetRequiredService<IOptions<OutboxRelayOptions>>().Value.SinkTimeout),
            provider.GetRequiredService<IOptions<OutboxRelayOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<ILogger<OutboxRelay>>(),
            provider.GetService<BrokerLink>()));
        services.AddHealthChecks().AddTypeActivatedCheck<OutboxHealthCheck>("outbox");
        return builder;
    }

    /// <summary>Maps the stream of events for those without a broker.</summary>
    /// <param name="endpoints">The service; it has the outbox and gRPC.</param>
    public static GrpcServiceEndpointConventionBuilder MapEventFeed(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<EventFeedMethods>();

    /// <summary>Maps what an operator does with the outbox and the error queues.</summary>
    /// <param name="endpoints">The service; it has the outbox and gRPC.</param>
    public static GrpcServiceEndpointConventionBuilder MapOutboxAdministration(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<OutboxMethods>();

    private static void AddFeed(IServiceCollection services)
    {
        services.AddOptions<EventFeedOptions>().BindConfiguration(EventFeedOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ResumeTokens>();
        services.AddSingleton<FeedHead>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedHead>());
    }

    private static void AddRetention(
        IHostApplicationBuilder builder, string what, Func<MessagingRetentionOptions, TimeSpan> keep, Func<DbSession, long, int, Task<int>> forget)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<MessagingRetentionOptions>()
            .BindConfiguration("Liwan:Messaging:Retention")
            .ValidateDataAnnotations()
            .Validate(options => options.Inbox > options.Outbox, "Liwan:Messaging:Retention: Inbox must be longer than Outbox, or a replayed event would have its effect twice.")
            .ValidateOnStart();
        builder.Services.AddSingleton(services => new RetentionRule(
            what, keep(services.GetRequiredService<IOptions<MessagingRetentionOptions>>().Value), forget));
    }

    private static Uri? BrokerAddress(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("messaging");
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps"
            ? address
            // The value holds a password, so it is not repeated.
            : throw new InvalidOperationException("ConnectionStrings:messaging must be an AMQP address such as amqp://user:password@host:5672/.");
    }
}
