namespace Liwan.OperatorPage.Telemetry;

/// <summary>What a store holds, and what it does not hold any more.</summary>
/// <param name="Count">Spans, log lines or series held.</param>
/// <param name="CountLimit">How many it can hold.</param>
/// <param name="Bytes">Estimated size of what is held.</param>
/// <param name="ByteLimit">How large that can be.</param>
/// <param name="Received">How many came in since the start and were taken.</param>
/// <param name="Forgotten">How many of them made room for newer ones.</param>
/// <param name="Refused">How many were not taken: malformed, or more than one trace can have.</param>
public readonly record struct StoreUsage(int Count, int CountLimit, long Bytes, long ByteLimit, long Received, long Forgotten, long Refused);
