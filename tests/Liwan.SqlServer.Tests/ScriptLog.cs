using FluentMigrator.Runner;
using Microsoft.Extensions.Logging;

namespace Liwan.SqlServer.Tests;

/// <summary>Keeps the SQL that FluentMigrator logs instead of sending it.</summary>
internal sealed class ScriptLog : ILoggerProvider, ILogger
{
    private readonly List<string> _statements = [];

    public IReadOnlyList<string> Statements => _statements;

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
        // Nothing is held.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId == RunnerEventIds.Sql && formatter(state, exception) is { Length: > 0 } sql)
        {
            _statements.Add(sql);
        }
    }
}
