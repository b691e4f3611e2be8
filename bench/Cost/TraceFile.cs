using System.Globalization;

namespace AgentFunctions.Bench.Cost;

/// <summary>One request of a trace.</summary>
/// <param name="At">Since the first request.</param>
/// <param name="InputTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record TracedRequest(TimeSpan At, int InputTokens, int OutputTokens);

/// <summary>Reads traces with the columns TIMESTAMP, ContextTokens, GeneratedTokens, as Azure publishes them (Azure/AzurePublicDataset).</summary>
internal static class TraceFile
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /// <param name="most">Requests to read, from the first on.</param>
    /// <exception cref="InvalidDataException">Names the line and what is wrong with it.</exception>
    public static IReadOnlyList<TracedRequest> Read(FileInfo file, int most)
    {
        using StreamReader reader = file.OpenText();
        if (reader.ReadLine()?.Trim() != Header)
        {
            throw new InvalidDataException($"{file.Name}:1: the first line must be {Header}");
        }

        List<(DateTime At, int Input, int Output)> rows = [];
        for (int line = 2; rows.Count < most && reader.ReadLine() is { } text; line++)
        {
            if (text.Length > 0)
            {
                rows.Add(Row(text.Split(','), $"{file.Name}:{line}"));
            }
        }

        rows.Sort((a, b) => a.At.CompareTo(b.At));
        return rows.Count > 0
            ? [.. rows.Select(r => new TracedRequest(r.At - rows[0].At, r.Input, r.Output))]
            : throw new InvalidDataException($"{file.Name}: holds no request");
    }

    private static (DateTime At, int Input, int Output) Row(string[] fields, string where)
    {
        if (fields.Length != 3 || !DateTime.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at))
        {
            throw new InvalidDataException($"{where}: must be a time and two whole numbers, parted by commas");
        }

        return (at, Tokens(fields[1], "ContextTokens", where), Tokens(fields[2], "GeneratedTokens", where));
    }

    private static int Tokens(string text, string column, string where) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int tokens)
            ? tokens
            : throw new InvalidDataException($"{where}: {column} is '{text}'; allowed is a whole number, 0 or more");
}
