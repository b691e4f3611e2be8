using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Intake;

namespace AgentFunctions.Http;

/// <summary>A refusal as RFC 9457 writes it.</summary>
/// <param name="Type">A URN that names the kind of problem.</param>
/// <param name="Errors">What is wrong with which field, where fields are to blame.</param>
internal sealed record ProblemView([property: ProblemTypes] string Type, string Title, int Status, string Detail, IReadOnlyList<FieldError>? Errors = null)
{
    /// <summary>What is wrong with each item of a batch of which none was accepted.</summary>
    public IReadOnlyList<BatchItemView>? Items { get; init; }
}
