using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>Keeps a service from starting with a limit that is none, or that would keep everybody out.</summary>
internal sealed class LimitValidation : IValidateOptions<LimitOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var failures = new List<string>();
        foreach (var property in typeof(LimitOptions).GetProperties())
        {
            if (property.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute range] && !range.IsValid(property.GetValue(options)))
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{LimitOptions.Section}:{property.Name} is {property.GetValue(options)}; it must be from {range.Minimum} to {range.Maximum}."));
            }
        }

        if (options.DefaultDeadline > options.LongestDeadline)
        {
            failures.Add($"{LimitOptions.Section}:DefaultDeadline is {options.DefaultDeadline}, which is longer than {LimitOptions.Section}:LongestDeadline ({options.LongestDeadline}).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
