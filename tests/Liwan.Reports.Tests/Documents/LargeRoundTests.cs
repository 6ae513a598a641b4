using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Grpc.Core;
using Liwan.Documents.Pdf;
using Liwan.Messaging;
using Liwan.Reports.Archive;
using Liwan.Reports.Drafts;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Testing;
using Packaging = Liwan.Reports.V1.RenderRoundRequest.Types.Packaging;
using Report = Liwan.Reports.Drafts.Report;
using Revision = Liwan.Reports.Submission.Revision;

namespace Liwan.Reports.Tests.Documents;

/// <summary>A round of thousands of forms takes no more memory than a few: 200 forms, 5,000 in the full run.</summary>
public sealed class LargeRoundTests(ReportsFixture<OnSqlite> fixture) : IClassFixture<ReportsFixture<OnSqlite>>
{
    private const int DocumentSize = 1 << 20;
    private const long MostHeld = 96 << 20;

    private static readonly int Forms = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 5000 : 200;

    [Theory]
    [InlineData(2041, Packaging.Zip)]
    [InlineData(2042, Packaging.Book)]
    public async Task RenderRound_OfManyForms_HoldsNoMoreThanAFewOfThem(int year, Packaging packaging)
    {
        await FillAsync(year, withDocuments: packaging == Packaging.Zip);
        var file = Path.GetTempFileName();
        try
        {
            var held = await DownloadAsync(year, packaging, file);

            Assert.True(held < MostHeld, $"{held >> 20} MB were held at once.");
            if (packaging == Packaging.Zip)
            {
                Assert.True(new FileInfo(file).Length > (long)Forms * DocumentSize);
                using var zip = ZipFile.OpenRead(file);
                Assert.Equal(Forms + 1, zip.Entries.Count);
            }
            else
            {
                var end = await File.ReadAllBytesAsync(file);
                Assert.Equal("%%EOF\n"u8, end.AsSpan(end.Length - 6));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes the answer to a file and returns what was alive at most beside what was alive before, in bytes.</summary>
    private async Task<long> DownloadAsync(int year, Packaging packaging, string file)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, next) = (0L, 0L);
        using var call = fixture.Reports.RenderRound(new RenderRoundRequest { Name = $"rounds/{year}", Packaging = packaging });
        await using var output = File.Create(file);
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            await output.WriteAsync(piece.Data.Memory);
            if (output.Position >= next)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                next = output.Position + (32 << 20);
            }
        }

        return most;
    }

    private async Task FillAsync(int year, bool withDocuments)
    {
        var document = RandomNumberGenerator.GetBytes(DocumentSize);
        for (var first = 0; first < Forms; first += 100)
        {
            await fixture.WriteReportsAsync(async session =>
            {
                for (var i = first; i < Math.Min(first + 100, Forms); i++)
                {
                    await InsertAsync(session, new DepartmentYear($"office-{i.ToString("00000", CultureInfo.InvariantCulture)}", year), withDocuments ? document : null);
                }
            });
        }
    }

    private static async Task InsertAsync(DbSession session, DepartmentYear key, byte[]? document)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var content = FormContents.Complete with { Year = key.Year, DepartmentName = key.Department };
        var snapshot = Snapshot.Write(content);
        var hash = Snapshot.Sha256(snapshot);
        await ReportRepository.InsertAsync(session, new Report
        {
            Department = key.Department,
            Year = key.Year,
            State = ReportState.Accepted,
            Template = content.Template,
            Title = content.Title,
            AttachmentLabel = content.AttachmentLabel,
            YearLine = content.YearLine,
            SealLine = content.SealLine,
            AmountUnit = content.AmountUnit,
            DepartmentCellText = content.DepartmentCellText,
            Problems = content.Problems,
            Improvements = content.Improvements,
            Revision = 1,
            SubmitTime = now,
            ReturnReason = string.Empty,
            Sequence = 2,
            CreateTime = now,
            UpdateTime = now,
            Etag = "etag",
        });
        await RevisionRepository.InsertAsync(
            session,
            new Revision { Department = key.Department, Year = key.Year, Number = 1, SubmitTime = now, SnapshotSha256 = hash, FormatVersion = Snapshot.FormatVersion, Findings = "[]" },
            snapshot);
        if (document is not null)
        {
            await ArchiveRepository.InsertAsync(session, new ArchivedDocument
            {
                Department = key.Department,
                Year = key.Year,
                Number = 1,
                Document = document,
                DocumentSha256 = Snapshot.Sha256(document),
                SizeBytes = document.Length,
                PageCount = 1,
                RendererVersion = PdfFormWriter.RendererVersion,
                FontSha256 = hash,
                ArchiveTime = now,
            });
        }
    }
}
