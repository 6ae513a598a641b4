using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Pages;
using Liwan.OperatorPage.Telemetry;

namespace Liwan.OperatorPage.Localisation;

// Words that depend on what they are about.
internal sealed partial record PageText
{
    private bool IsChinese => Language == "zh-CN";

    public string Shown(int shown, int total) => (IsChinese, shown == total) switch
    {
        (true, true) => $"共 {Figures.Count(total)} 条",
        (true, false) => $"共 {Figures.Count(total)} 条，显示 {Figures.Count(shown)} 条",
        (false, true) => $"{Figures.Count(total)} found",
        (false, false) => $"{Figures.Count(total)} found, {Figures.Count(shown)} shown",
    };

    /// <summary>Said after the first of several.</summary>
    public string AndMore(int more) => IsChinese ? $"等 {more + 1} 项" : $"and {more} more";

    public string HealthName(ResourceHealth health) => (IsChinese, health) switch
    {
        (true, ResourceHealth.Healthy) => "正常",
        (true, ResourceHealth.Pending) => "启动中",
        (true, ResourceHealth.Unhealthy) => "异常",
        (true, _) => "未运行",
        (false, ResourceHealth.Healthy) => "healthy",
        (false, ResourceHealth.Pending) => "on the way",
        (false, ResourceHealth.Unhealthy) => "unhealthy",
        (false, _) => "not running",
    };

    /// <summary>The state of a process; one that has no translation as the orchestrator calls it.</summary>
    public string StateName(string state) => !IsChinese ? state : state switch
    {
        "Waiting" => "等待依赖",
        "Starting" => "启动中",
        "Running" => "运行中",
        "Unhealthy" => "异常",
        "Restarting" => "等待重启",
        "CrashLoop" => "反复崩溃",
        "Finished" => "已完成",
        "Stopping" => "停止中",
        "Stopped" => "已停止",
        _ => state,
    };

    public string KindName(string kind) => !IsChinese ? kind : kind switch
    {
        "Project" => "服务程序",
        "Executable" => "外部程序",
        _ => kind,
    };

    public string SpanKindName(SpanKind kind) => !IsChinese ? kind.ToString() : kind switch
    {
        SpanKind.Server => "服务端",
        SpanKind.Client => "客户端",
        SpanKind.Producer => "发送消息",
        SpanKind.Consumer => "接收消息",
        _ => "进程内",
    };

    public string MetricKindName(MetricKind kind) => (IsChinese, kind) switch
    {
        (true, MetricKind.Counter) => "计数器",
        (true, MetricKind.UpDownCounter) => "增减计数器",
        (true, MetricKind.Histogram) => "直方图",
        (true, _) => "瞬时值",
        (false, MetricKind.UpDownCounter) => "Up-down counter",
        (false, _) => kind.ToString(),
    };

    public string LevelName(LogLevel level) => !IsChinese ? level.ToString() : level switch
    {
        LogLevel.Trace => "跟踪",
        LogLevel.Debug => "调试",
        LogLevel.Information => "信息",
        LogLevel.Warning => "警告",
        LogLevel.Error => "错误",
        _ => "严重",
    };

    /// <summary>What became of a command, by the name of its outcome; null for any other word: the address is anybody's to write.</summary>
    public string? Notice(string outcome) => (IsChinese, outcome) switch
    {
        (true, nameof(CommandOutcome.Accepted)) => "已受理，状态随后更新。",
        (true, nameof(CommandOutcome.NotSupported)) => "本编排器不支持这一操作。",
        (true, nameof(CommandOutcome.NotPossible)) => "该进程当前状态不能这样操作。",
        (false, nameof(CommandOutcome.Accepted)) => "Accepted; the state follows.",
        (false, nameof(CommandOutcome.NotSupported)) => "This orchestrator cannot do that.",
        (false, nameof(CommandOutcome.NotPossible)) => "The process is not in a state for that.",
        _ => null,
    };

    public string LimitsOfMetrics(TimeSpan window, TimeSpan interval) => IsChinese
        ? $"指标保留最近 {window.TotalMinutes:0.#} 分钟，每个序列每 {interval.TotalSeconds:0.#} 秒一个点。"
        : $"Metrics are held for {window.TotalMinutes:0.#} minutes, one point of each series every {interval.TotalSeconds:0.#} s.";

    public string LimitsOfTexts(int spansOfTrace, int textLength, int attributes) => IsChinese
        ? $"一条追踪最多 {Figures.Count(spansOfTrace)} 个跨度；一段文字最多 {Figures.Count(textLength)} 个字符，超出部分截断；一个跨度或一行日志最多 {Figures.Count(attributes)} 个属性。"
        : $"A trace can have {Figures.Count(spansOfTrace)} spans; a text {Figures.Count(textLength)} characters, and is cut there; a span or log line {Figures.Count(attributes)} attributes.";
}
