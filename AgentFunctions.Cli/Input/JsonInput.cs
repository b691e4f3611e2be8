using System.Text.Json;

namespace AgentFunctions.Cli.Input;

/// <summary>Reads JSON that is given in words, as a file (<c>@file</c>) or on stdin (<c>-</c>).</summary>
internal static class JsonInput
{
    /// <param name="option">Where it was given, for messages.</param>
    /// <exception cref="UsageException">There is no such file, or no JSON in it.</exception>
    public static async Task<JsonElement> ReadAsync(string option, string given, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            if (given == "-")
            {
                using JsonDocument document = await JsonDocument.ParseAsync(input, default, cancellationToken);
                return document.RootElement.Clone();
            }

            return JsonElement.Parse(given is ['@', .. var path] ? await File.ReadAllBytesAsync(path, cancellationToken) : System.Text.Encoding.UTF8.GetBytes(given));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{option} is no JSON: {e.Message} Allowed are JSON, @FILE, or - for stdin; text needs its quotes, such as '\"text\"'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} cannot be read: {e.Message}");
        }
    }
}
