namespace Liwan.ServiceDefaults.Errors;

/// <summary>One field that is wrong, with the values that say how.</summary>
/// <param name="Field">Proto field path from the request, such as <c>budget.funding_rows[2].source</c>.</param>
/// <param name="Definition">The entry of the catalogue.</param>
/// <param name="Values">The values for the texts and the metadata.</param>
public sealed record FieldViolation(string Field, ErrorDefinition Definition, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The sentence for engineers.</summary>
    public string English => ErrorDefinition.Fill(Definition.English, Values);

    /// <summary>The sentence for civil servants.</summary>
    public string Chinese => ErrorDefinition.Fill(Definition.Chinese, Values);
}

/// <summary>Collects everything that is wrong with a request, so that a caller hears of all of it at once.</summary>
public sealed class Violations
{
    /// <summary>A request can be wrong in thousands of places; an answer that lists them all would not fit its trailers.</summary>
    public const int Most = 20;

    // What would be right comes from us, and is of no use when half of it is cut off.
    private const string Ours = "expected";

    private readonly List<FieldViolation> _items = [];

    /// <summary>What was found, at most <see cref="Most"/>.</summary>
    public IReadOnlyList<FieldViolation> Items => _items;

    /// <summary>Adds a violation; returns this, for chaining.</summary>
    /// <param name="field">Proto field path from the request.</param>
    /// <param name="definition">The entry of the catalogue.</param>
    /// <param name="values">The values that the entry names, without <c>field</c>.</param>
    public Violations Add(string field, ErrorDefinition definition, params (string Name, string Value)[] values)
    {
        if (_items.Count < Most)
        {
            var named = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field };
            foreach (var (name, value) in values)
            {
                named[name] = name == Ours ? value : Shorten(value);
            }

            _items.Add(new FieldViolation(field, definition, named));
        }

        return this;
    }

    /// <summary>Throws if anything was added.</summary>
    /// <exception cref="ServiceException">With the first violation's reason and all violations as fields.</exception>
    public void ThrowIfAny()
    {
        if (_items.Count > 0)
        {
            throw new ServiceException(this);
        }
    }

    // Values come from callers; an answer is no place for 20,000 characters of theirs.
    private static string Shorten(string value)
    {
        const int most = 100;
        if (value.Length <= most)
        {
            return value;
        }

        var cut = char.IsHighSurrogate(value[most - 1]) ? most - 1 : most;
        return string.Concat(value.AsSpan(0, cut), "…");
    }
}
