using LiveFeed.Http.Docs;

namespace LiveFeed.Access;

/// <summary>What the access check answers, which every endpoint that asks it may answer.</summary>
internal static class AccessDocs
{
    internal static AnswerDoc NoCredentials { get; } = AnswerDoc.Problem(
        "This needs credentials: `LiveFeed:Access:Anonymous` says what does not.", AccessPolicy.NoCredentials);
}
