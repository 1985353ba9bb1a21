"""The part of GitHub's GraphQL that this fake knows. A query beyond it fails the test that sends it."""

from __future__ import annotations

from functools import cache

from graphql import GraphQLSchema, build_schema

DEFINITIONS = """
scalar DateTime
scalar URI

interface Node { id: ID! }
interface UniformResourceLocatable { url: URI! }
interface Actor { login: String! url: URI! }
interface RepositoryOwner { id: ID! login: String! url: URI! }

type Query {
  rateLimit(dryRun: Boolean): RateLimit
  viewer: User!
  repository(owner: String!, name: String!, followRenames: Boolean): Repository
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  resource(url: URI!): UniformResourceLocatable
}

type RateLimit { cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int! }
type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

type User implements Node & Actor & RepositoryOwner { id: ID! login: String! url: URI! }
type Bot implements Node & Actor { id: ID! login: String! url: URI! }
type UserConnection { nodes: [User] pageInfo: PageInfo! totalCount: Int! }

type Label implements Node { id: ID! name: String! color: String! description: String }
type LabelConnection { nodes: [Label] pageInfo: PageInfo! totalCount: Int! }

enum MilestoneState { CLOSED OPEN }
type Milestone implements Node { id: ID! number: Int! title: String! state: MilestoneState! }
type MilestoneConnection { nodes: [Milestone] pageInfo: PageInfo! totalCount: Int! }

type IssueType implements Node { id: ID! name: String! description: String isEnabled: Boolean! }
type IssueTypeConnection { nodes: [IssueType] pageInfo: PageInfo! totalCount: Int! }

enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
enum IssueState { CLOSED OPEN }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
enum PullRequestState { CLOSED MERGED OPEN }
enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
enum OrderDirection { ASC DESC }
enum IssueTimelineItemsItemType {
  CLOSED_EVENT REOPENED_EVENT LOCKED_EVENT TRANSFERRED_EVENT CONVERTED_TO_DISCUSSION_EVENT
}
input IssueOrder { direction: OrderDirection! field: IssueOrderField! }
input IssueFilters {
  assignee: String createdBy: String labels: [String!] since: DateTime states: [IssueState!]
}

union IssueOrPullRequest = Issue | PullRequest

type Repository implements Node & UniformResourceLocatable {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  owner: RepositoryOwner!
  url: URI!
  isArchived: Boolean!
  isPrivate: Boolean!
  hasIssuesEnabled: Boolean!
  viewerPermission: RepositoryPermission
  issue(number: Int!): Issue
  issueOrPullRequest(number: Int!): IssueOrPullRequest
  issues(
    first: Int, after: String, labels: [String!], states: [IssueState!],
    filterBy: IssueFilters, orderBy: IssueOrder
  ): IssueConnection!
  label(name: String!): Label
  labels(first: Int, after: String, query: String): LabelConnection
  assignableUsers(first: Int, after: String, query: String): UserConnection!
  milestones(first: Int, after: String, query: String, states: [MilestoneState!]): MilestoneConnection
  issueTypes(first: Int, after: String): IssueTypeConnection
  pullRequests(
    first: Int, after: String, headRefName: String, baseRefName: String, states: [PullRequestState!]
  ): PullRequestConnection!
}

type IssueConnection { nodes: [Issue] pageInfo: PageInfo! totalCount: Int! }
type PullRequestConnection { nodes: [PullRequest] pageInfo: PageInfo! totalCount: Int! }
type IssueTimelineItemsConnection { nodes: [IssueTimelineItems] pageInfo: PageInfo! totalCount: Int! }

type AssignedEvent { actor: Actor }
type UnassignedEvent { actor: Actor }
type LabeledEvent { actor: Actor }
type UnlabeledEvent { actor: Actor }
type MilestonedEvent { actor: Actor }
type DemilestonedEvent { actor: Actor }
type RenamedTitleEvent { actor: Actor }
type ClosedEvent { actor: Actor }
type ReopenedEvent { actor: Actor }
type LockedEvent { actor: Actor }
type TransferredEvent { actor: Actor }
type ConvertedToDiscussionEvent { actor: Actor }
type SubscribedEvent { actor: Actor }
type MentionedEvent { actor: Actor }
type IssueTypeAddedEvent { actor: Actor }
type PinnedEvent { actor: Actor }
type ReferencedEvent { actor: Actor }
type CrossReferencedEvent { actor: Actor }
type IssueComment { author: Actor body: String! }
union IssueTimelineItems = AssignedEvent | UnassignedEvent | LabeledEvent | UnlabeledEvent | MilestonedEvent
  | DemilestonedEvent | RenamedTitleEvent | ClosedEvent | ReopenedEvent | LockedEvent | TransferredEvent
  | ConvertedToDiscussionEvent | SubscribedEvent | MentionedEvent | IssueTypeAddedEvent | PinnedEvent | ReferencedEvent
  | CrossReferencedEvent | IssueComment

type Issue implements Node & UniformResourceLocatable {
  id: ID!
  databaseId: Int
  number: Int!
  title: String!
  body: String!
  url: URI!
  state: IssueState!
  stateReason(enableDuplicate: Boolean): IssueStateReason
  createdAt: DateTime!
  updatedAt: DateTime!
  closedAt: DateTime
  locked: Boolean!
  viewerDidAuthor: Boolean!
  author: Actor
  editor: Actor
  labels(first: Int, after: String): LabelConnection
  assignees(first: Int, after: String): UserConnection!
  milestone: Milestone
  issueType: IssueType
  repository: Repository!
  timelineItems(first: Int, after: String, itemTypes: [IssueTimelineItemsItemType!]): IssueTimelineItemsConnection!
  closedByPullRequestsReferences(first: Int, after: String, includeClosedPrs: Boolean): PullRequestConnection
}

type PullRequest implements Node & UniformResourceLocatable {
  id: ID!
  databaseId: Int
  number: Int!
  title: String!
  body: String!
  url: URI!
  state: PullRequestState!
  merged: Boolean!
  isDraft: Boolean!
  createdAt: DateTime!
  updatedAt: DateTime!
  closedAt: DateTime
  locked: Boolean!
  viewerDidAuthor: Boolean!
  author: Actor
  labels(first: Int, after: String): LabelConnection
  assignees(first: Int, after: String): UserConnection!
  milestone: Milestone
  repository: Repository!
  baseRefName: String!
  headRefName: String!
  headRefOid: GitObjectID!
  isCrossRepository: Boolean!
  reviewDecision: PullRequestReviewDecision
  isInMergeQueue: Boolean!
  autoMergeRequest: AutoMergeRequest
  latestOpinionatedReviews(
    first: Int, after: String, writersOnly: Boolean
  ): PullRequestReviewConnection
}

scalar GitObjectID
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
type AutoMergeRequest { enabledAt: DateTime }
type PullRequestReview { state: PullRequestReviewState! }
type PullRequestReviewConnection { nodes: [PullRequestReview] pageInfo: PageInfo! totalCount: Int! }
"""


@cache
def schema() -> GraphQLSchema:
    """Built once, since it never changes."""
    return build_schema(DEFINITIONS)
