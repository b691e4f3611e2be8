namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>One request and its answer, as they went over the wire.</summary>
/// <param name="Path">Below the route prefix.</param>
/// <param name="Query">Without the question mark.</param>
/// <param name="Headers">Of the answer; names in lower case.</param>
internal sealed record Exchange(
    string Method, string Path, string Query, string? RequestType, string? RequestBody, int Status, IReadOnlyDictionary<string, string> Headers, string? Type, string Body)
{
    /// <value>Whether the answer is a good example of its kind. Default false.</value>
    public bool IsExample { get; init; }
}

/// <summary>What the description says of an exchange.</summary>
/// <param name="Operation">Null: it knows no such route.</param>
/// <param name="Kind">Kind of the problem that was answered; null when it was none.</param>
/// <param name="Faults">What is not as described.</param>
internal sealed record Verdict(string? Operation, string? Status, string? Kind, string[] Faults);
