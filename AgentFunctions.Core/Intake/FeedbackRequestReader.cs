using System.Text.Json;

namespace AgentFunctions.Intake;

/// <summary>Reads feedback from a client's JSON and says all that is wrong with it at once.</summary>
public static class FeedbackRequestReader
{
    private static readonly string[] Fields = ["score", "note"];

    /// <summary>The request, or why it is refused.</summary>
    public static (FeedbackRequest? Request, Refusal? Refusal) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = RequestBody.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return (null, RequestBody.Malformed(e));
        }
    }

    private static (FeedbackRequest? Request, Refusal? Refusal) Read(JsonElement body)
    {
        RequestFields fields = new(body, "the feedback", Fields);
        _ = fields.Any("score", required: true);
        FeedbackRequest request = new(fields.Number("score", 0.0, 1.0) ?? 0, fields.Text("note"));
        if (request.Note?.Length > IntakeLimits.NoteLength)
        {
            fields.Add("note", $"has {request.Note.Length} characters; allowed are {IntakeLimits.NoteLength}");
        }

        return fields.Errors.Count == 0 ? (request, null) : (null, new Refusal.Invalid(fields.Errors));
    }
}
