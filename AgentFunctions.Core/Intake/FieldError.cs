namespace AgentFunctions.Intake;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Path of the field, such as <c>cache.maxAge</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FieldError(string Field, string Message);
