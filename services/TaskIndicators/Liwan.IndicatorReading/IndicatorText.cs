namespace Liwan.IndicatorReading;

/// <summary>The words of one indicator, as the form prints them.</summary>
/// <param name="Name">关键指标.</param>
/// <param name="Definition">计算公式或指标内容.</param>
/// <param name="Target">预期实现值.</param>
/// <param name="Actual">指标完成情况; empty when it was not reported.</param>
public readonly record struct IndicatorText(string Name, string Definition, string Target, string Actual);
