using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Liwan.Testing;

/// <summary>Marks the class that runs the tests of its base class on SQL Server: shown as skipped, by name, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SqlServerAttribute : Attribute;

/// <summary>
/// A test of what must be the same on every database: it stands in an abstract class with a sealed one for each database
/// under it, the one for SQL Server marked with <see cref="SqlServerAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Liwan.Testing.DatabaseFactDiscoverer", "Liwan.Testing")]
public sealed class DatabaseFactAttribute : FactAttribute;

/// <summary>A <see cref="DatabaseFactAttribute"/> with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Liwan.Testing.DatabaseTheoryDiscoverer", "Liwan.Testing")]
public sealed class DatabaseTheoryAttribute : TheoryAttribute;

/// <summary>Finds the tests of <see cref="DatabaseFactAttribute"/>.</summary>
/// <param name="messages">Where xunit wants its diagnostics.</param>
public sealed class DatabaseFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        DatabaseTestCase.Skip(testMethod) is null
            ? base.CreateTestCase(discoveryOptions, testMethod, factAttribute)
            : new DatabaseTestCase(DiagnosticMessageSink, discoveryOptions, testMethod);
}

/// <summary>Finds the tests of <see cref="DatabaseTheoryAttribute"/>.</summary>
/// <param name="messages">Where xunit wants its diagnostics.</param>
public sealed class DatabaseTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        DatabaseTestCase.Skip(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, theoryAttribute)
            : [new DatabaseTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)];
}

/// <summary>A test that is skipped for want of its database.</summary>
public sealed class DatabaseTestCase : XunitTestCase
{
    /// <summary>For xunit, which makes it from what it has written down.</summary>
    [Obsolete("For xunit only.")]
    public DatabaseTestCase()
    {
    }

    internal DatabaseTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    internal static string? Skip(ITestMethod method) =>
        method.TestClass.Class.GetCustomAttributes(typeof(SqlServerAttribute)).Any() ? OnSqlServer.Skip : null;

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) => Skip(TestMethod) ?? base.GetSkipReason(factAttribute);
}
