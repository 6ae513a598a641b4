using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;

namespace Liwan.Reports.Archive;

/// <summary>A revision whose document is to be archived.</summary>
internal sealed record ArchiveJob
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    /// <summary>The span of the event that asked for it.</summary>
    public string? Traceparent { get; init; }

    public string? DelayReason { get; init; }

    public DepartmentYear Key => new(Department, Year);
}

/// <summary>An archived document.</summary>
internal sealed record ArchivedDocument
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    public required byte[] Document { get; init; }

    public required string DocumentSha256 { get; init; }

    public required long SizeBytes { get; init; }

    public required int PageCount { get; init; }

    public required string RendererVersion { get; init; }

    public required string FontSha256 { get; init; }

    public required DateTimeOffset ArchiveTime { get; init; }

    public DepartmentYear Key => new(Department, Year);
}

/// <summary>The archive in the database; what is archived is never changed.</summary>
internal static class ArchiveRepository
{
    /// <summary>Asks for the archiving of a revision; without effect if it was asked for or done before, or there is no such revision.</summary>
    public static Task RequestAsync(DbSession session, DepartmentYear key, int number, string? traceparent, DateTimeOffset now) =>
        session.ExecuteAsync(
            """
            INSERT INTO archive_job (department, year, number, traceparent, create_time)
            SELECT @Department, @Year, @number, @traceparent, @now
            WHERE EXISTS (SELECT 1 FROM revision WHERE department = @Department AND year = @Year AND number = @number)
              AND NOT EXISTS (SELECT 1 FROM archive_job WHERE department = @Department AND year = @Year AND number = @number)
              AND NOT EXISTS (SELECT 1 FROM archive WHERE department = @Department AND year = @Year AND number = @number)
            """,
            new { key.Department, key.Year, number, traceparent, now });

    /// <summary>The jobs that wait, oldest first.</summary>
    public static Task<IReadOnlyList<ArchiveJob>> WaitingAsync(DbSession session, int count) =>
        session.QueryAsync<ArchiveJob>(
            $"""
            SELECT department AS {nameof(ArchiveJob.Department)}, year AS {nameof(ArchiveJob.Year)},
                number AS {nameof(ArchiveJob.Number)}, traceparent AS {nameof(ArchiveJob.Traceparent)},
                delay_reason AS {nameof(ArchiveJob.DelayReason)}
            FROM archive_job ORDER BY create_time, department, year, number {session.Dialect.First(nameof(count))}
            """,
            new { count });

    /// <summary>Ends a job and says whether it was still waiting, so that of two replicas one archives.</summary>
    public static async Task<bool> EndAsync(DbSession session, ArchiveJob job) =>
        await session.ExecuteAsync(
            "DELETE FROM archive_job WHERE department = @Department AND year = @Year AND number = @Number",
            new { job.Department, job.Year, job.Number }) == 1;

    public static Task DelayAsync(DbSession session, ArchiveJob job, string reason) =>
        session.ExecuteAsync(
            "UPDATE archive_job SET delay_reason = @reason WHERE department = @Department AND year = @Year AND number = @Number",
            new { job.Department, job.Year, job.Number, reason });

    public static async Task InsertAsync(DbSession session, ArchivedDocument document)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO archive (department, year, number, document, document_sha256, size_bytes, page_count,
                renderer_version, font_sha256, archive_time)
            VALUES (@Department, @Year, @Number, @Document, @DocumentSha256, @SizeBytes, @PageCount,
                @RendererVersion, @FontSha256, @ArchiveTime)
            """,
            document);
        session.Changed($"{document.Key.In("reports")}/revisions/{document.Number}", string.Empty, string.Empty);
    }

    /// <summary>The archived bytes; null while there are none.</summary>
    public static Task<byte[]?> FindDocumentAsync(DbSession session, DepartmentYear key, int number) =>
        session.QuerySingleOrDefaultAsync<byte[]>(
            "SELECT document FROM archive WHERE department = @Department AND year = @Year AND number = @number",
            new { key.Department, key.Year, number });
}
