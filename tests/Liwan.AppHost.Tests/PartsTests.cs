using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Xunit;
using Liwan.AppHost.Cluster;
using Liwan.AppHost.Local;
using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Tests;

public class PartsTests
{
    [Property(Replay = "20211,31", MaxTest = 200)]
    public bool OutputLines_WhateverPiecesTheOutputComesIn_AreItsLines(NonNull<string>[] pieces)
    {
        var text = string.Concat(pieces.Select(piece => piece.Get.Replace("\r", "", StringComparison.Ordinal) + "\n"));
        var lines = new List<string>();
        using var output = new PiecewiseReader(text, pieces.Length + 1);
        OutputLines.ForEachAsync(output, lines.Add).GetAwaiter().GetResult();
        return lines.SequenceEqual(text.Split('\n').SkipLast(1));
    }

    [Fact]
    public async Task OutputLines_WhenALineNeverEnds_AreCutAtTheLimit()
    {
        var lines = new List<string>();
        using var output = new StringReader(new string('x', (2 * OutputLines.LongestLine) + 5));
        await OutputLines.ForEachAsync(output, lines.Add);
        Assert.Equal([OutputLines.LongestLine, OutputLines.LongestLine, 5], lines.Select(line => line.Length));
    }

    [Fact]
    public void LastLines_OfALongStackTrace_BeginWithTheExceptionAndNotSomewhereInTheTrace()
    {
        var lines = new LastLines();
        var trace = Enumerable.Range(0, 60).Select(frame => $"   at Frame{frame}()").ToList();
        string[] written = [.. Enumerable.Range(0, 300).Select(n => $"line {n}"), "Unhandled exception. System.Exception: why", .. trace];
        Array.ForEach(written, lines.Add);
        Assert.Equal(["Unhandled exception. System.Exception: why", .. trace.Take(14)], lines.Excerpt());
    }

    [Fact]
    public void LastLines_WithoutAnException_AreTheLastOnes()
    {
        var lines = new LastLines();
        Array.ForEach(Enumerable.Range(0, 300).Select(n => $"line {n}").ToArray(), lines.Add);
        Assert.Equal(Enumerable.Range(285, 15).Select(n => $"line {n}"), lines.Excerpt());
    }

    [Fact]
    public void LastLines_OfMuchOutput_KeepTheNewestWithinTheirLimitsAndNumberThem()
    {
        var lines = new LastLines();
        Array.ForEach(Enumerable.Range(1, 3_000).Select(n => $"line {n}").ToArray(), lines.Add);
        Assert.Equal(Enumerable.Range(1_001, 2_000).Select(n => ((long)n, $"line {n}")), lines.After(0).Select(line => (line.Number, line.Text)));
        Assert.Equal([2_999, 3_000], lines.After(2_998).Select(line => line.Number));

        Array.ForEach(Enumerable.Repeat(new string('x', OutputLines.LongestLine), 100).ToArray(), lines.Add);
        Assert.Equal(64, lines.After(0).Count);
        Assert.Equal(3_100, lines.After(0)[^1].Number);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void RestartPace_AfterEndsInARow_DoublesUpToTheLongest(int ends, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartPace.Read(new ConfigurationManager()).After(ends));

    [Theory]
    [InlineData(0, "ended with exit code 0")]
    [InlineData(3, "ended with exit code 3")]
    [InlineData(137, "ended by SIGKILL")]
    [InlineData(139, "ended by SIGSEGV")]
    public void ExitReason_OfAnExitCode_IsInWords(int exitCode, string expected) => Assert.Equal(expected, ExitReason.Describe(exitCode));

    [Fact]
    public void LoopbackPorts_WhenPickedOften_AreDifferentAndFree()
    {
        var ports = Enumerable.Range(0, 100).Select(_ => LoopbackPorts.Pick()).ToList();
        Assert.Equal(100, ports.Distinct().Count());
        Assert.All(ports, port => Assert.True(LoopbackPorts.IsFree(port)));
    }

    [Fact]
    public void LoopbackPorts_WhenSomebodyListensOnOneAddressOnly_AreNotFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.False(LoopbackPorts.IsFree(((IPEndPoint)listener.LocalEndpoint).Port));
    }

    [Fact]
    public void Build_WhenResourcesWaitForEachOtherInACircle_NamesTheCircle()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        var a = builder.AddExecutable("a", "true", ".");
        var b = builder.AddExecutable("b", "true", ".").WaitFor(a);
        a.WaitForCompletion(b);
        var refusal = Assert.Throws<DistributedApplicationException>(() => builder.Build());
        Assert.EndsWith("a -> b -> a.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WhenTwoResourcesHaveOneName_IsRefused()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddExecutable("epmd", "true", ".");
        var refusal = Assert.Throws<DistributedApplicationException>(() => builder.AddExecutable("EPMD", "true", "."));
        Assert.Equal("Two resources are called 'EPMD'.", refusal.Message);
    }

    [Theory]
    [InlineData("Data Source=/data/a.db", DatabaseKind.Sqlite)]
    [InlineData("Server=db;Database=a", DatabaseKind.SqlServer)]
    [InlineData("Data Source=tcp:db,1433;Initial Catalog=a", DatabaseKind.SqlServer)]
    internal void Databases_WhenAConnectionStringIsConfigured_AreOfItsKind(string connectionString, DatabaseKind expected)
    {
        var configuration = new ConfigurationManager { ["ConnectionStrings:a-db"] = connectionString };
        Assert.Equal(expected, Databases.Configured(configuration));
    }

    /// <summary>Gives a text in pieces of a length of its own choice.</summary>
    private sealed class PiecewiseReader(string text, int length) : TextReader
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var piece = text.AsMemory(_given, Math.Min(Math.Min(length, buffer.Length), text.Length - _given));
            piece.CopyTo(buffer);
            _given += piece.Length;
            return ValueTask.FromResult(piece.Length);
        }
    }
}
