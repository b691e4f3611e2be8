using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AgentFunctions.Models.Batches;

/// <summary>One line of a JSONL file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Bytes">Valid until the next line is asked for.</param>
internal readonly record struct JsonLine(long Number, ReadOnlySequence<byte> Bytes)
{
    /// <summary>Reads a file line by line, so that no more than a line of it is in memory; lines without anything on them are left out.</summary>
    public static async IAsyncEnumerable<JsonLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        long number = 0;
        bool isComplete = false;
        while (!isComplete)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> rest = read.Buffer;
            isComplete = read.IsCompleted;
            while (TryTake(ref rest, isComplete, out ReadOnlySequence<byte> line))
            {
                number++;
                if (!IsBlank(line))
                {
                    yield return new JsonLine(number, line);
                }
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>The result on this line; whatever is wrong with it becomes a result as well.</summary>
    /// <param name="read">Reads a line whose custom id is known.</param>
    public BatchResult Result(Func<string, JsonElement, BatchResult> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Bytes);
            return document.RootElement.Text("custom_id") is { } id ? Result(id, document.RootElement, read) : new BatchResult.Unreadable(Number, "The line has no custom_id.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BatchResult.Unreadable(Number, "The line is not valid JSON.");
        }
    }

    private static BatchResult Result(string id, JsonElement line, Func<string, JsonElement, BatchResult> read)
    {
        try
        {
            return read(id, line);
        }
        catch (InvalidOperationException)
        {
            return new BatchResult.Failed(id, BatchFaults.Unavailable("The provider's answer is not valid UTF-8."));
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> rest, bool isComplete, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        // The last line may have no end.
        line = isComplete ? rest : default;
        rest = isComplete ? rest.Slice(rest.End) : rest;
        return !line.IsEmpty;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> segment in line)
        {
            if (segment.Span.ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r'))
            {
                return false;
            }
        }

        return true;
    }
}
