using Liwan.Storage;

namespace Liwan.Testing;

/// <summary>A database of a test's own: what <c>Liwan:Database</c> and the connection string of a service say.</summary>
/// <param name="Kind"><c>Sqlite</c> or <c>SqlServer</c>.</param>
/// <param name="ConnectionString">Where it is.</param>
/// <param name="Dialect">What differs between the databases.</param>
public sealed record TestDatabase(string Kind, string ConnectionString, Dialect Dialect);

/// <summary>The databases of one test or fixture, each empty at first and gone at the end.</summary>
public abstract class TestDatabases : IDisposable
{
    private readonly Dictionary<string, TestDatabase> _databases = new(StringComparer.Ordinal);

    /// <summary>Why there can be none on this machine; null if there can.</summary>
    public virtual string? Missing => null;

    /// <summary>The database of a name; made when it is first asked for.</summary>
    /// <param name="name">Letters and digits, such as <c>budgets</c>.</param>
    public TestDatabase this[string name] =>
        _databases.TryGetValue(name, out var known) ? known : _databases[name] = Create(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Drop([.. _databases.Values]);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">Its name among those of the test.</param>
    protected abstract TestDatabase Create(string name);

    /// <summary>Removes the databases that were made.</summary>
    /// <param name="databases">All that were made.</param>
    protected abstract void Drop(IReadOnlyList<TestDatabase> databases);
}

/// <summary>SQLite files in a folder of their own.</summary>
public sealed class OnSqlite : TestDatabases
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    protected override TestDatabase Create(string name) =>
        new("Sqlite", $"Data Source={_folder.File($"{name}.db")}", new SqliteDialect());

    /// <inheritdoc/>
    protected override void Drop(IReadOnlyList<TestDatabase> databases) => _folder.Dispose();
}
