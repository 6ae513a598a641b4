namespace Liwan.OperatorPage.Localisation;

/// <summary>The words of the page in one language. Each has to be there in every language, or this does not compile.</summary>
internal sealed partial record PageText
{
    /// <summary>The language, as browsers name it.</summary>
    public required string Language { get; init; }

    /// <summary>What the language calls itself.</summary>
    public required string OwnName { get; init; }

    public required string SkipToContent { get; init; }

    public required string Cluster { get; init; }

    public required string Navigation { get; init; }

    public required string Resources { get; init; }

    public required string Traces { get; init; }

    public required string Trace { get; init; }

    public required string Logs { get; init; }

    public required string Metrics { get; init; }

    public required string About { get; init; }

    public required string Live { get; init; }

    public required string Paused { get; init; }

    public required string Disconnected { get; init; }

    public required string LogIn { get; init; }

    public required string LogOut { get; init; }

    public required string Token { get; init; }

    public required string WrongToken { get; init; }

    public required string WhereTheTokenIs { get; init; }

    public required string Held { get; init; }

    public required string Spans { get; init; }

    public required string LogLines { get; init; }

    public required string Series { get; init; }

    public required string SeriesOfMetrics { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public required string Addresses { get; init; }

    public required string Since { get; init; }

    public required string Restarts { get; init; }

    public required string Look { get; init; }

    public required string Actions { get; init; }

    public required string Start { get; init; }

    public required string Began { get; init; }

    public required string Stop { get; init; }

    public required string Restart { get; init; }

    public required string Console { get; init; }

    public required string Process { get; init; }

    public required string Filter { get; init; }

    public required string Show { get; init; }

    public required string Reset { get; init; }

    public required string NoSuchProcess { get; init; }

    public required string LinesShown { get; init; }

    public required string StructuredLogs { get; init; }

    public required string TraceSearch { get; init; }

    public required string LogSearch { get; init; }

    public required string MetricSearch { get; init; }

    public required string Service { get; init; }

    public required string Services { get; init; }

    public required string All { get; init; }

    public required string AtLeastMilliseconds { get; init; }

    public required string ErrorsOnly { get; init; }

    public required string NoTraces { get; init; }

    public required string NoLogs { get; init; }

    public required string NoFigures { get; init; }

    public required string Time { get; init; }

    public required string Operation { get; init; }

    public required string Errors { get; init; }

    public required string Error { get; init; }

    public required string Duration { get; init; }

    public required string DurationBar { get; init; }

    public required string TraceNotHeld { get; init; }

    public required string Waterfall { get; init; }

    public required string OnTheirOwnPage { get; init; }

    public required string SpanId { get; init; }

    public required string Kind { get; init; }

    public required string Scope { get; init; }

    public required string Attributes { get; init; }

    public required string Events { get; init; }

    public required string Links { get; init; }

    public required string AboutTheProcess { get; init; }

    public required string Level { get; init; }

    public required string LevelAtLeast { get; init; }

    public required string Message { get; init; }

    public required string Category { get; init; }

    public required string LogsOfThisTrace { get; init; }

    public required string BackToTrace { get; init; }

    public required string RequestRate { get; init; }

    public required string LatencyP50 { get; init; }

    public required string LatencyP95 { get; init; }

    public required string OutboxUnsent { get; init; }

    public required string OutboxAge { get; init; }

    public required string OutboxParked { get; init; }

    public required string DeadLetters { get; init; }

    public required string Cpu { get; init; }

    public required string WorkingSet { get; init; }

    public required string GcHeap { get; init; }

    public required string GcPause { get; init; }

    public required string AllMetrics { get; init; }

    public required string LastValue { get; init; }

    public required string Meaning { get; init; }

    public required string Mean { get; init; }

    public required string Value { get; init; }

    public required string PerSecond { get; init; }

    public required string Percentile50 { get; init; }

    public required string Percentile95 { get; init; }

    public required string Now { get; init; }

    public required string AboutThis { get; init; }

    public required string HeldInMemory { get; init; }

    public required string Signal { get; init; }

    public required string HeldCount { get; init; }

    public required string HeldBytes { get; init; }

    public required string Received { get; init; }

    public required string Forgotten { get; init; }

    public required string Refused { get; init; }

    public required string Keys { get; init; }

    public required string KeySearch { get; init; }

    public required string KeyPause { get; init; }

    public required string KeyGo { get; init; }

}
