using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Liwan.IndicatorReading;

namespace Liwan.TaskIndicators.Judgements;

/// <summary>How the judgement of the reader is kept with an indicator. What was written once is read for ever: names and numbers stay.</summary>
internal static class JudgementJson
{
    // Chinese as it is, not as escapes: half the bytes, and a person can read it.
    private static readonly StoredJudgementContext Json = new(
        new JsonSerializerOptions(StoredJudgementContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(IndicatorJudgement judgement) =>
        JsonSerializer.Serialize(new StoredJudgement(judgement.Read, judgement.ReaderVersion), Json.StoredJudgement);

    /// <exception cref="InvalidDataException">The text is no judgement.</exception>
    public static IndicatorJudgement Read(string stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored, Json.StoredJudgement) is { Judgement: { } judgement, ReaderVersion: var version }
                ? new IndicatorJudgement(judgement, version)
                : throw new InvalidDataException("The stored judgement is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The stored judgement cannot be read.", e);
        }
    }
}

/// <summary>What is kept: everything that the reader said.</summary>
internal sealed record StoredJudgement(Judgement Judgement, int ReaderVersion);

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredJudgement))]
internal sealed partial class StoredJudgementContext : JsonSerializerContext;
