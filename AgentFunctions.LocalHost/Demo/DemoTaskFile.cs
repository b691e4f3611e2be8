using System.Text.Json;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>A task of the demo file: the text that is posted, and where it stands.</summary>
internal sealed record DemoTaskLine(int Number, string Agent, string Json);

/// <summary>Reads a file of tasks, one JSON object a line; empty lines are skipped.</summary>
internal static class DemoTaskFile
{
    /// <exception cref="DemoFaultException">The file is missing, empty, or a line is no task; names file and line.</exception>
    public static async Task<IReadOnlyList<DemoTaskLine>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new DemoFaultException($"{path}: no such file; name one with --file.");
        }

        var tasks = new List<DemoTaskLine>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                tasks.Add(new(number, AgentOf(line, $"{path}:{number}"), line));
            }
        }

        return tasks.Count > 0 ? tasks : throw new DemoFaultException($"{path}: no tasks in this file.");
    }

    private static string AgentOf(string line, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var task = json.RootElement;
            if (task.ValueKind != JsonValueKind.Object)
            {
                throw new DemoFaultException($"{place}: a task is a JSON object, not {task.ValueKind}.");
            }

            if (!task.TryGetProperty("agent", out var agent) || agent.ValueKind != JsonValueKind.String || agent.GetString() is not { Length: > 0 } name)
            {
                throw new DemoFaultException($"{place}: 'agent' is missing or is not the name of an agent.");
            }

            return task.TryGetProperty("input", out _) ? name : throw new DemoFaultException($"{place}: 'input' is missing.");
        }
        catch (JsonException e)
        {
            throw new DemoFaultException($"{place}: not JSON: {e.Message}", e);
        }
    }
}
