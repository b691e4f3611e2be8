using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Cli.Input;

/// <summary>The tasks of a file, one JSON object a line; empty lines are left out.</summary>
internal sealed class TaskLines
{
    private readonly string? _path;
    private readonly Stream _stdin;
    private readonly Uri? _callback;
    private readonly Queue<long> _numbers = new();

    /// <param name="file">A path, or <c>-</c> for stdin.</param>
    /// <param name="callback">Of each task that names none of its own; null: none.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    public TaskLines(string file, Stream stdin, Uri? callback)
    {
        _stdin = stdin;
        _callback = callback;
        _path = file == "-" ? null : Path.GetFullPath(file);
        if (_path is not null && !File.Exists(_path))
        {
            throw new UsageException($"FILE is '{file}', which is no file; allowed are a file with one task a line as JSON (NDJSON), or - for stdin.");
        }
    }

    /// <summary>The same for the same file; null for stdin, of which nobody knows whether it is the same.</summary>
    public string? IdempotencyKey => _path is null ? null : $"agentfn-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_path)))[..32]}";

    /// <summary>How many there are; null for stdin.</summary>
    public async Task<long?> CountAsync(CancellationToken cancellationToken)
    {
        if (_path is null)
        {
            return null;
        }

        long count = 0;
        await foreach (string line in File.ReadLinesAsync(_path, cancellationToken))
        {
            count += string.IsNullOrWhiteSpace(line) ? 0 : 1;
        }

        return count;
    }

    /// <summary>The tasks, read as they are asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = _path is null ? new StreamReader(_stdin, leaveOpen: true) : new StreamReader(_path);
        for (long number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _numbers.Enqueue(number);
                yield return Encoding.UTF8.GetBytes(_callback is null ? line : WithCallback(line, _callback));
            }
        }
    }

    /// <summary>Number of the line whose outcome is next; outcomes come in the order of the lines.</summary>
    public long NextNumber() => _numbers.Dequeue();

    // What is no task is left to the server, which says what is wrong with it.
    private static string WithCallback(string line, Uri callback)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject task || task.ContainsKey("callback"))
            {
                return line;
            }

            task["callback"] = callback.OriginalString;
            return task.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return line;
        }
    }
}
