using System.ComponentModel.DataAnnotations;
using AgentFunctions.Intake;

namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>What an answer was worth.</summary>
/// <param name="Score">0 for useless, 1 for just right.</param>
/// <param name="Note">Why.</param>
internal sealed record NewFeedback([property: Range(0, 1)] double Score, [property: Length(1, IntakeLimits.NoteLength)] string? Note);
