using System.Text.Json.Serialization;

namespace Liwan.Documents.Forms;

/// <summary>Reads and writes <see cref="FormContent"/> as camelCase JSON. A missing or null text is an error, never an empty text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FormContent))]
public sealed partial class FormContentJsonContext : JsonSerializerContext;
