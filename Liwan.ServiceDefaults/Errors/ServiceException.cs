namespace Liwan.ServiceDefaults.Errors;

/// <summary>A condition that keeps a request from being served, for <c>PreconditionFailure</c>.</summary>
/// <param name="Type">The kind of condition: a state, a lock, or the id of a rule.</param>
/// <param name="Subject">The resource or field path it is about.</param>
/// <param name="Description">A Chinese sentence that says what to do.</param>
public sealed record UnmetPrecondition(string Type, string Subject, string Description);

/// <summary>An error of the catalogue; the edge turns it into a <c>google.rpc.Status</c>.</summary>
public sealed class ServiceException : Exception
{
    /// <summary>An error that is not about one field.</summary>
    /// <param name="definition">The entry of the catalogue.</param>
    /// <param name="values">The values that the entry names.</param>
    public ServiceException(ErrorDefinition definition, params (string Name, string Value)[] values)
        : this(definition, values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal), [], [])
    {
    }

    /// <summary>An error that something beneath has brought about; the cause goes to the log and not to the caller.</summary>
    /// <param name="definition">The entry of the catalogue.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="values">The values that the entry names.</param>
    public ServiceException(ErrorDefinition definition, Exception cause, params (string Name, string Value)[] values)
        : this(definition, values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal), [], [], cause)
    {
    }

    /// <summary>An error about what must hold beforehand.</summary>
    /// <param name="definition">The entry of the catalogue.</param>
    /// <param name="preconditions">What does not hold.</param>
    /// <param name="values">The values that the entry names.</param>
    public ServiceException(
        ErrorDefinition definition, IReadOnlyList<UnmetPrecondition> preconditions, params (string Name, string Value)[] values)
        : this(definition, values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal), [], preconditions)
    {
    }

    /// <summary>An error about the fields of the request; the first gives status, reason and message.</summary>
    /// <param name="violations">What is wrong; at least one.</param>
    public ServiceException(Violations violations)
        : this(First(violations).Definition, First(violations).Values, violations.Items, [])
    {
    }

    private ServiceException(
        ErrorDefinition definition,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<FieldViolation> fields,
        IReadOnlyList<UnmetPrecondition> preconditions,
        Exception? cause = null)
        : base(ErrorDefinition.Fill(definition.English, values), cause)
    {
        Definition = definition;
        Values = values;
        Fields = fields;
        Preconditions = preconditions;
    }

    /// <summary>The entry of the catalogue.</summary>
    public ErrorDefinition Definition { get; }

    /// <summary>The values, as <c>ErrorInfo.metadata</c> carries them.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The fields that are wrong.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; }

    /// <summary>The conditions that do not hold.</summary>
    public IReadOnlyList<UnmetPrecondition> Preconditions { get; }

    /// <summary>After what time it is worth trying again, for <c>RetryInfo</c>; null: that is not known.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>The sentence for civil servants.</summary>
    public string Chinese => ErrorDefinition.Fill(Definition.Chinese, Values);

    private static FieldViolation First(Violations violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        return violations.Items[0];
    }
}
