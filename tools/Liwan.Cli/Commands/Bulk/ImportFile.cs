using System.Runtime.CompilerServices;
using Google.Protobuf;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>An item as it goes into an import, or why its line holds none.</summary>
/// <param name="Index">Its number in the import.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Message">The item; null if the line holds none.</param>
/// <param name="Error">What is wrong with the line.</param>
/// <param name="TogetherUntil">The highest index that must go into the same message.</param>
internal sealed record ImportLine(long Index, long Line, IMessage? Message, ServiceError? Error, long TogetherUntil);

/// <summary>A file of JSON Lines as the items of an import, each always under the same index.</summary>
internal sealed class ImportFile : IDisposable
{
    /// <summary>What a service takes in one message, with room for what surrounds an item.</summary>
    private const int MostItemBytes = (4 * 1024 * 1024) - 1024;

    private readonly FileStream _stream;
    private readonly BulkResource _resource;
    private readonly IReadOnlyList<LinkedLine>? _order;

    private ImportFile(FileStream stream, BulkResource resource, IReadOnlyList<LinkedLine>? order)
    {
        _stream = stream;
        _resource = resource;
        _order = order;
    }

    /// <summary>How far it is read, 0 to 1.</summary>
    public double Fraction { get; private set; }

    public static async Task<ImportFile> OpenAsync(string path, BulkResource resource, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
        try
        {
            var order = resource.Links.Count == 0 ? null : await LinkOrder.OfAsync(stream, resource, cancellationToken);
            return new ImportFile(stream, resource, order);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The line of the item of an index.</summary>
    public long LineOf(long index) => _order is null ? index + 1 : _order[(int)index].Number;

    /// <summary>Reads the items in the order in which they can be imported.</summary>
    public IAsyncEnumerable<ImportLine> ReadAsync(CancellationToken cancellationToken) =>
        _order is null ? ReadAsWrittenAsync(cancellationToken) : ReadInOrderAsync(_order, cancellationToken);

    public void Dispose() => _stream.Dispose();

    /// <summary>Reads the item of a line.</summary>
    /// <exception cref="FormatException">It holds none.</exception>
    public static IMessage Parse(JsonLine line, BulkResource resource)
    {
        try
        {
            return JsonParser.Default.Parse(line.Text(), resource.Descriptor);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private async IAsyncEnumerable<ImportLine> ReadAsWrittenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stream.Position = 0;
        await foreach (var line in JsonLines.ReadAsync(_stream, cancellationToken))
        {
            Fraction = (double)line.Offset / Math.Max(1, _stream.Length);
            if (!line.IsBlank)
            {
                yield return Read(line, line.Number - 1, line.Number - 1);
            }
        }

        Fraction = 1;
    }

    private async IAsyncEnumerable<ImportLine> ReadInOrderAsync(IReadOnlyList<LinkedLine> order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < order.Count; i++)
        {
            Fraction = (double)i / order.Count;
            var (number, offset, length) = (order[i].Number, order[i].Offset, order[i].Length);
            byte[]? bytes = length is null ? null : new byte[length.Value];
            if (bytes is not null)
            {
                _stream.Position = offset;
                await _stream.ReadExactlyAsync(bytes, cancellationToken);
            }

            yield return Read(new JsonLine(number, offset, bytes), i, order[i].TogetherUntil);
        }

        Fraction = 1;
    }

    private ImportLine Read(JsonLine line, long index, long togetherUntil)
    {
        try
        {
            var message = Parse(line, _resource);
            var size = message.CalculateSize();
            return size <= MostItemBytes
                ? new ImportLine(index, line.Number, message, null, togetherUntil)
                : Bad("RESOURCE_TOO_LARGE", $"共 {size} 字节，超过上限 {MostItemBytes} 字节");
        }
        catch (FormatException e)
        {
            return Bad("LINE_MALFORMED", $"不是一条有效的{_resource.Chinese}数据：{e.Message}");
        }

        ImportLine Bad(string reason, string message) =>
            new(index, line.Number, null, new ServiceError { ExitCode = ExitCode.Refused, Reason = reason, Message = message }, togetherUntil);
    }
}
