using AgentFunctions.Client;

namespace AgentFunctions.Cli.Output;

/// <summary>Events for a person, one a line; the pieces of an answer go on in theirs.</summary>
internal sealed class EventLines(CliOutput output)
{
    private bool _isInText;

    /// <summary>Writes an answer's text to stderr as it comes, and nothing of other events.</summary>
    public void ShowText(TaskEvent happened)
    {
        if (happened.Text is { } text)
        {
            output.Piece(text);
            _isInText = true;
        }
        else if (_isInText && (happened.IsFinal || happened.Kind == TaskEventKind.Restarted))
        {
            output.Note(string.Empty);
            _isInText = false;
        }
    }

    /// <summary>The event in one line.</summary>
    public static string TextOf(TaskEvent happened, DateTimeOffset now)
    {
        string what = happened.Task is { } task
            ? string.Join(", ", FactsOf(task))
            : happened.Data.ValueKind == System.Text.Json.JsonValueKind.Undefined ? string.Empty : happened.Data.GetRawText();
        return $"{Format.Time(now)}  {happened.Kind,-13}  {what}".TrimEnd();
    }

    private static IEnumerable<string> FactsOf(AgentTask task)
    {
        if (task.Position is { } position)
        {
            yield return $"position {position}";
        }

        if (task.Attempts.Count > 0)
        {
            yield return $"attempt {task.Attempts.Count}";
        }

        if (task.WaitingFor is { } wait)
        {
            yield return $"{wait.Code}: {wait.Message}";
        }

        if (task.Error is { } error)
        {
            yield return $"{error.Code}: {error.Message}";
        }

        if (task.IsFinal)
        {
            yield return $"{task.Model ?? "no model"}, {Format.Usd(task.Cost)}";
        }
    }
}
