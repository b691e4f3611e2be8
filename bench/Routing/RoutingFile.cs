using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace AgentFunctions.Bench.Routing;

/// <summary>The file is not of the shape that routing is measured on; says where and what is allowed.</summary>
internal sealed class RoutingFileException(string message) : Exception(message);

/// <summary>Reads a CSV file with the columns <c>prompt</c> and one of booleans a model, cheapest model first.</summary>
internal static class RoutingFile
{
    /// <summary>With fewer rows a fold says nothing.</summary>
    public const int LeastRows = 50;

    private const string PromptColumn = "prompt";

    /// <exception cref="RoutingFileException">Not such a file, or too few rows.</exception>
    public static RoutingData Read(string path)
    {
        try
        {
            using StreamReader text = new(path);
            return Read(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RoutingFileException($"{path} cannot be read: {e.Message}");
        }
        catch (RoutingFileException e)
        {
            throw new RoutingFileException($"{Path.GetFileName(path)}: {e.Message}");
        }
    }

    /// <exception cref="RoutingFileException">Not such a file, or too few rows.</exception>
    public static RoutingData Read(TextReader text)
    {
        using CsvReader csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectColumnCountChanges = false });
        try
        {
            string[] models = Header(csv);
            List<JudgedPrompt> prompts = [];
            while (csv.Read())
            {
                prompts.Add(Row(csv, models));
            }

            return prompts.Count >= LeastRows
                ? new RoutingData(models, prompts)
                : throw new RoutingFileException($"has {prompts.Count} rows; at least {LeastRows} are needed.");
        }
        catch (CsvHelperException e)
        {
            throw new RoutingFileException($"line {csv.Context.Parser?.RawRow}: not valid CSV ({e.Message.Split('\n')[0].TrimEnd()})");
        }
    }

    private static string[] Header(CsvReader csv)
    {
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header)
        {
            throw new RoutingFileException($"is empty; its first line must name the columns: {PromptColumn}, then one a model, cheapest first.");
        }

        if (!string.Equals(header[0], PromptColumn, StringComparison.OrdinalIgnoreCase))
        {
            throw new RoutingFileException($"line 1, column 1 is '{header[0]}'; it must be '{PromptColumn}'.");
        }

        string[] models = header[1..];
        int bad = Array.FindIndex(models, string.IsNullOrWhiteSpace);
        string? twice = models.GroupBy(m => m, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        return (models.Length, bad, twice) switch
        {
            ( < 2, _, _) => throw new RoutingFileException($"line 1 names {models.Length} model(s) after '{PromptColumn}'; two or more are needed to choose from."),
            (_, >= 0, _) => throw new RoutingFileException($"line 1, column {bad + 2} has no name; it must be a model's."),
            (_, _, not null) => throw new RoutingFileException($"line 1 names the model '{twice}' twice."),
            _ => models,
        };
    }

    private static JudgedPrompt Row(CsvReader csv, string[] models)
    {
        int line = csv.Context.Parser!.RawRow;
        if (csv.Parser.Count != models.Length + 1)
        {
            throw new RoutingFileException($"line {line} has {csv.Parser.Count} columns; the header has {models.Length + 1}.");
        }

        string prompt = csv.GetField(0) ?? string.Empty;
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new RoutingFileException($"line {line}, column '{PromptColumn}' is empty.");
        }

        return JudgedPrompt.Of(prompt, [.. models.Select((model, i) => (csv.GetField(i + 1) ?? string.Empty).Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "1.0" => true,
            "FALSE" or "0" or "0.0" => false,
            var other => throw new RoutingFileException($"line {line}, column '{model}' is '{csv.GetField(i + 1)}'; allowed are True, False, 1, 0."),
        })]);
    }
}
