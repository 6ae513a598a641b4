using System.Collections;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.ServiceDefaults.Access;

/// <summary>The rule of one method, ready to be applied.</summary>
internal sealed class MethodRule
{
    private static readonly Role[] Bound = [Role.Clerk, Role.Integrator];

    private readonly List<(string Path, FieldDescriptor[] Fields)> _departments;

    /// <exception cref="InvalidOperationException">The method has no rule, or one that does not fit it.</exception>
    public MethodRule(MethodDescriptor method)
    {
        Name = $"/{method.Service.FullName}/{method.Name}";
        Rule = method.GetOptions()?.GetExtension(AccessExtensions.Rule)
            ?? throw new InvalidOperationException($"{Name} has no option (liwan.access.v1.rule), so nobody may call it.");
        if (Rule.Roles.Count == 0 || Rule.Effect == Rule.Types.Effect.Unspecified || Rule.Scope.Length > 0 != Rule.Roles.Contains(Role.Integrator))
        {
            throw new InvalidOperationException($"{Name}: its rule needs roles, an effect, and a scope where INTEGRATOR is among the roles and only there.");
        }

        _departments = [.. Rule.Departments.Select(path => (path, Resolve(method, path)))];
    }

    public string Name { get; }

    public Rule Rule { get; }

    /// <summary>Returns the departments that a caller may touch by this method, null for all; or that it may not call it.</summary>
    public bool Allows(Caller caller, out IReadOnlySet<string>? departments)
    {
        departments = caller.Departments;
        var granting = Rule.Roles.Where(role => caller.Roles.Contains(role) && (role != Role.Integrator || caller.Scopes.Contains(Rule.Scope))).ToList();
        if (granting.Count == 0)
        {
            return false;
        }

        if (granting.Exists(role => !Bound.Contains(role)))
        {
            departments = null;
        }

        // A method that knows no departments cannot be limited to some.
        return departments is null || _departments.Count > 0 || Rule.Limited;
    }

    /// <summary>Whether every department that a request names is one of some.</summary>
    /// <exception cref="ServiceException">FIELD_REQUIRED or NAME_MALFORMED: it does not say which departments it is about.</exception>
    public bool IsWithin(IMessage request, IReadOnlySet<string> departments)
    {
        var violations = new Violations();
        var within = true;
        foreach (var (path, fields) in _departments)
        {
            // A field that may be left out names nobody then.
            foreach (var name in Values(request, fields, 0).Where(name => name.Length > 0 || !IsOptional(fields[^1])))
            {
                within &= name == ResourceNames.AllDepartments || departments.Contains(DepartmentOf(violations, path, name));
            }
        }

        violations.ThrowIfAny();
        return within;
    }

    /// <summary>That a caller may not call the method, or not for what it named; the same whether or not that exists.</summary>
    public ServiceException Denied() => new(
        ErrorCatalogue.PermissionDenied, ("method", Name), ("roles", string.Join(", ", Rule.Roles.Select(role => role.ToString().ToUpperInvariant()))), ("scope", Rule.Scope));

    private static string DepartmentOf(Violations violations, string path, string name) => name.Split('/') switch
    {
        ["departments", var id, ..] => ResourceNames.DepartmentId(violations, path, id),
        ["rounds", _, "filings", var id] => ResourceNames.DepartmentId(violations, path, id),
        [var id] when path.EndsWith("_id", StringComparison.Ordinal) => ResourceNames.DepartmentId(violations, path, id),
        _ => Malformed(violations, path, name),
    };

    private static string Malformed(Violations violations, string path, string name)
    {
        ResourceNames.Malformed(violations, path, name, "departments/{department}");
        return string.Empty;
    }

    private static IEnumerable<string> Values(object message, FieldDescriptor[] fields, int depth)
    {
        var value = fields[depth].Accessor.GetValue((IMessage)message);
        if (value is null)
        {
            // The message that would hold the name is missing.
            return [string.Empty];
        }

        var values = fields[depth].IsRepeated ? ((IList)value).Cast<object>() : [value];
        return depth == fields.Length - 1 ? values.Cast<string>() : values.SelectMany(inner => Values(inner, fields, depth + 1));
    }

    private static bool IsOptional(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Optional) == true;

    private static FieldDescriptor[] Resolve(MethodDescriptor method, string path)
    {
        var type = method.InputType;
        var fields = new List<FieldDescriptor>();
        foreach (var part in path.Split('.'))
        {
            var field = type?.FindFieldByName(part)
                ?? throw new InvalidOperationException($"/{method.Service.FullName}/{method.Name}: its rule names '{path}', which {method.InputType.Name} does not have.");
            fields.Add(field);
            type = field.FieldType == FieldType.Message ? field.MessageType : null;
        }

        return fields[^1].FieldType == FieldType.String
            ? [.. fields]
            : throw new InvalidOperationException($"/{method.Service.FullName}/{method.Name}: its rule names '{path}', which is no text.");
    }
}
