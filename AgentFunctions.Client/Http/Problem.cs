namespace AgentFunctions.Client;

/// <summary>A refusal as the server wrote it (RFC 9457).</summary>
/// <param name="Type">A URN that names the kind of problem, such as <c>urn:agentfn:problem:unknown-agent</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errors">What is wrong with which field, where fields are to blame.</param>
public sealed record Problem(string? Type, string? Title, int Status, string? Detail, IReadOnlyList<FieldError>? Errors);

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Path of the field, such as <c>cache.maxAge</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FieldError(string Field, string Message);
